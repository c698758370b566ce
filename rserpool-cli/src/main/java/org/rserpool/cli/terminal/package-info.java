/**
 * What the program has around it, and how it writes: tables and colours on a terminal, plain text
 * elsewhere, JSON where it is asked for.
 *
 * <p>Nothing here knows pools, elements or registrars.
 */
@NullMarked
package org.rserpool.cli.terminal;

import org.jspecify.annotations.NullMarked;
