/**
 * The vocabulary between the machines, which decide, and what is around them, which acts.
 *
 * <p>Nothing here or below knows sockets, threads, clocks or global random sources: time comes in
 * as an argument, everything else as an event, and what is to be done goes out as an action.
 */
@NullMarked
package org.rserpool.core;

import org.jspecify.annotations.NullMarked;
