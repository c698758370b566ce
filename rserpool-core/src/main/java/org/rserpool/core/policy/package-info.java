/**
 * Chooses among the elements of a pool (RFC 5356): at a registrar for an answer, at a pool user
 * from an answer.
 *
 * <p>Knows elements by their identifier and policy only, and neither pools nor handlespaces.
 */
@NullMarked
package org.rserpool.core.policy;

import org.jspecify.annotations.NullMarked;
