/**
 * Links over the SCTP of the operating system (RFC 5352, section 5; RFC 5353, section 5): one
 * message per user message, told apart by the payload protocol identifier, ordered, on stream 0.
 *
 * <p>Nothing here knows what a message means. The JDK's SCTP channels are never touched by a
 * virtual thread and never block.
 */
@NullMarked
package org.rserpool.net.sctp;

import org.jspecify.annotations.NullMarked;
