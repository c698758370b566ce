/** What holds for the project as a whole. Knows nothing of how the modules do what they do. */
@NullMarked
package org.rserpool.tests;

import org.jspecify.annotations.NullMarked;
