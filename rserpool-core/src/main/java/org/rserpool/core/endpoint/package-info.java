/**
 * The ASAP endpoint: what a pool element and a pool user do towards registrars (RFC 5352, section
 * 3). One class per procedure; {@link org.rserpool.core.endpoint.EndpointMachine} only dispatches.
 *
 * <p>Both roles share one home registrar and one link to it. Application data is none of its
 * business.
 */
@NullMarked
package org.rserpool.core.endpoint;

import org.jspecify.annotations.NullMarked;
