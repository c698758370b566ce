/**
 * Announcements by UDP multicast, one message per datagram (RFC 5352, section 8; RFC 5353, section
 * 5).
 *
 * <p>Nothing here knows what a message means. Whoever can send to the group is heard: what is
 * overheard is a hint and no more.
 */
@NullMarked
package org.rserpool.net.udp;

import org.jspecify.annotations.NullMarked;
