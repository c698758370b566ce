/**
 * The main job in one terminal: registrars and elements that die and come, users that lose nothing.
 *
 * <p>It uses the project as anybody would, through the APIs of clients and registrars and the
 * program itself; nothing here knows more about either.
 */
@NullMarked
package org.rserpool.cli.demo;

import org.jspecify.annotations.NullMarked;
