/**
 * A network within one process, so that users can test with real nodes and real threads, but
 * without sockets, ports or privileges.
 *
 * <p>Messages travel as octets, through the same codec as everywhere; nothing here knows what they
 * mean.
 */
@NullMarked
package org.rserpool.net.memory;

import org.jspecify.annotations.NullMarked;
