/** What the tests of this module share. */
@NullMarked
package org.rserpool.net.testing;

import org.jspecify.annotations.NullMarked;
