/**
 * The table that says which requirement is met by which test. Knows nothing of what the
 * requirements mean.
 */
@NullMarked
package org.rserpool.tests.conformance;

import org.jspecify.annotations.NullMarked;
