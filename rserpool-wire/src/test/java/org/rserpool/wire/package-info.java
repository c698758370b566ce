/** Tests of the values. */
@NullMarked
package org.rserpool.wire;

import org.jspecify.annotations.NullMarked;
