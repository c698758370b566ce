/**
 * The API for being in a pool or using one: basic mode, in which the application moves its own data
 * (RFC 5351, section 4.1).
 *
 * <p>Begin with {@link org.rserpool.client.Registrars}. All methods that wait block the calling
 * thread, which may be virtual, and no longer than a stated time; listeners run on virtual threads
 * of their own. It decides nothing of the protocols: that is the business of the core.
 */
@NullMarked
package org.rserpool.client;

import org.jspecify.annotations.NullMarked;
