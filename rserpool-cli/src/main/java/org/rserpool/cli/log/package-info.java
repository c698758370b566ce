/**
 * Log lines for people, on standard error.
 *
 * <p>Nothing here knows who logs what; the libraries say it through {@link
 * java.lang.System.Logger}.
 */
@NullMarked
package org.rserpool.cli.log;

import org.jspecify.annotations.NullMarked;
