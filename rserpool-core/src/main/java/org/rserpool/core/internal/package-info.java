/**
 * Data structures that several packages of this module are built on; not exported.
 *
 * <p>Knows nothing of the protocols.
 */
@NullMarked
package org.rserpool.core.internal;

import org.jspecify.annotations.NullMarked;
