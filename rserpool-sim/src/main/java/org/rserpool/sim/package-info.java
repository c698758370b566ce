/**
 * A world in which the machines of the core are tried out: in virtual time, with a network that
 * fails in all the ways that networks do, the same from run to run.
 *
 * <p>It knows nothing of sockets, threads and real time, and nothing of what the machines should
 * do: that is the business of {@link org.rserpool.sim.check}.
 */
@NullMarked
package org.rserpool.sim;

import org.jspecify.annotations.NullMarked;
