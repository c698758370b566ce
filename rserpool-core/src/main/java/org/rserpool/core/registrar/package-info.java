/**
 * The registrar, the RFCs' ENRP server: keeps the handlespace and serves pool elements, pool users
 * and peers (RFC 5352 and 5353). One class per procedure; {@link
 * org.rserpool.core.registrar.RegistrarMachine} only dispatches.
 *
 * <p>It knows nothing of sockets, of how its addresses came about, and of who reads its notices.
 */
@NullMarked
package org.rserpool.core.registrar;

import org.jspecify.annotations.NullMarked;
