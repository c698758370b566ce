/**
 * Running a registrar: its settings, from code or a file, and the registrar itself.
 *
 * <p>What a registrar does is decided in the core; nothing here knows the protocols.
 */
@NullMarked
package org.rserpool.server;

import org.jspecify.annotations.NullMarked;
