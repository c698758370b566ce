/**
 * The rules that every file of the project keeps. Knows nothing of what is in the files beyond
 * their form.
 */
@NullMarked
package org.rserpool.tests.house;

import org.jspecify.annotations.NullMarked;
