/**
 * Octets to messages and back (RFC 5354, section 2 to 4).
 *
 * <p>Whatever arrives, decoding returns a value and throws nothing, in time and memory bounded by
 * the size of the input. Nothing outside this package knows the layout of a message.
 */
@NullMarked
package org.rserpool.wire.codec;

import org.jspecify.annotations.NullMarked;
