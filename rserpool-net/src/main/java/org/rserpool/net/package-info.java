/**
 * Nodes: a machine, its event loop and its transports; everything that happens, where the machines
 * only decide.
 *
 * <p>Nothing here knows what a message means.
 */
@NullMarked
package org.rserpool.net;

import org.jspecify.annotations.NullMarked;
