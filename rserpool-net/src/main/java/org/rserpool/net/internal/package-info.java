/**
 * What several transports need alike.
 *
 * <p>Nothing here belongs to the API, and nothing knows nodes or machines.
 */
@NullMarked
package org.rserpool.net.internal;

import org.jspecify.annotations.NullMarked;
