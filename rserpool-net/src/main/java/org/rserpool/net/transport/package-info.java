/**
 * What a node and its transports say to each other, so that transports can be added without
 * touching the node.
 *
 * <p>Nothing here opens a socket, and nothing knows what a message means.
 */
@NullMarked
package org.rserpool.net.transport;

import org.jspecify.annotations.NullMarked;
