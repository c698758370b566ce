/**
 * Small complete programs, to begin with.
 *
 * <p>They use the public API only, as any program would.
 */
@NullMarked
package org.rserpool.examples;

import org.jspecify.annotations.NullMarked;
