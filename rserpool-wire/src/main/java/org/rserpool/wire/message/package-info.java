/**
 * The messages of ASAP (RFC 5352) and ENRP (RFC 5353), one record per message.
 *
 * <p>A message that may not exist cannot be built. Octets are the business of {@link
 * org.rserpool.wire.codec}, procedures that of the core.
 */
@NullMarked
package org.rserpool.wire.message;

import org.jspecify.annotations.NullMarked;
