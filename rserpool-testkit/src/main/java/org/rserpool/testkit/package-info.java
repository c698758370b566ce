/** What the tests of all modules share. Knows nothing of the protocols. */
@NullMarked
package org.rserpool.testkit;

import org.jspecify.annotations.NullMarked;
