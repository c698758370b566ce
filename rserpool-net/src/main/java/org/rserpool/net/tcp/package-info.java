/**
 * Links over TCP: messages back to back, each followed by its padding, told apart by their length
 * fields (RFC 5352, section 2 has no mapping of its own; this is the one in common use).
 *
 * <p>Nothing here knows what a message means.
 */
@NullMarked
package org.rserpool.net.tcp;

import org.jspecify.annotations.NullMarked;
