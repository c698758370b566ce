/**
 * The values that ASAP and ENRP carry: handles, identifiers, addresses, policies, error causes.
 *
 * <p>All are immutable and compare by content. They know neither messages nor octets on the wire,
 * which are in {@link org.rserpool.wire.message} and {@link org.rserpool.wire.codec}.
 */
@NullMarked
package org.rserpool.wire;

import org.jspecify.annotations.NullMarked;
