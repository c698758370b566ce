/** Tests of the codec. They know the layout of the messages from the RFCs, not from the codec. */
@NullMarked
package org.rserpool.wire.codec;

import org.jspecify.annotations.NullMarked;
