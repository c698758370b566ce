/**
 * Runs of seeded worlds under all checks: what the command line and the tests call.
 *
 * <p>A run knows neither where its trace goes nor who asked for it.
 */
@NullMarked
package org.rserpool.sim.run;

import org.jspecify.annotations.NullMarked;
