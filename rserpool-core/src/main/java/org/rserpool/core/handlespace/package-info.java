/**
 * All pools and their elements as one registrar sees them.
 *
 * <p>Knows neither messages nor procedures: what is refused is a value, and what follows from a
 * change is for others to decide.
 */
@NullMarked
package org.rserpool.core.handlespace;

import org.jspecify.annotations.NullMarked;
