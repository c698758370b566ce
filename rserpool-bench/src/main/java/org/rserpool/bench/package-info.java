/**
 * Measurements: handlespace (H), timers (T), checksum (S), memory (M), messages (C), the registrar
 * end to end (E) and failures in a scope of registrars (F), with the same workloads for whoever is
 * compared.
 *
 * <p>Nothing here is tuned for a figure: what is measured is what is shipped, with its defaults;
 * only the keep-alives, which nobody here would answer, are put off.
 */
@NullMarked
package org.rserpool.bench;

import org.jspecify.annotations.NullMarked;
