/** Tests of what messages may not be built. */
@NullMarked
package org.rserpool.wire.message;

import org.jspecify.annotations.NullMarked;
