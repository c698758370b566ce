/**
 * Small complete programs on the public API.
 *
 * <p>They use what any application can use, and nothing else.
 */
@NullMarked
package org.rserpool.examples;

import org.jspecify.annotations.NullMarked;
