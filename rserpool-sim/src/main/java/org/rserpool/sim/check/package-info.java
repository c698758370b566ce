/**
 * What must hold in a world: some of it always, some of it once nothing is wrong any more.
 *
 * <p>Checks look at machines from outside, as an honest witness could, and at the handlespaces of
 * registrars. They know nothing of how machines do what they do.
 */
@NullMarked
package org.rserpool.sim.check;

import org.jspecify.annotations.NullMarked;
