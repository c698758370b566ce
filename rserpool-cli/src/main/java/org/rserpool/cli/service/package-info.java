/**
 * The small services that elements of the program offer (RFC 862, 863, 864 and 867), over TCP and
 * the operating system's SCTP, and the other side of them.
 *
 * <p>Nothing here knows pools or registrars.
 */
@NullMarked
package org.rserpool.cli.service;

import org.jspecify.annotations.NullMarked;
