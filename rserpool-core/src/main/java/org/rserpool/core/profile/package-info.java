/**
 * Ready sets of timers, limits and spellings.
 *
 * <p>It knows the configurations of all machines and nothing of what they do.
 */
@NullMarked
package org.rserpool.core.profile;

import org.jspecify.annotations.NullMarked;
