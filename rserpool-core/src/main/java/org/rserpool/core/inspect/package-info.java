/**
 * Looks at registrars from outside, without being one.
 *
 * <p>Knows the messages of ENRP only, nothing of what a registrar does with them.
 */
@NullMarked
package org.rserpool.core.inspect;

import org.jspecify.annotations.NullMarked;
