/**
 * The program that people type: its sub-commands, options and exit codes.
 *
 * <p>It is an ordinary user of the APIs for clients and registrars; nothing here knows octets,
 * timers or procedures of the protocols.
 */
@NullMarked
package org.rserpool.cli;

import org.jspecify.annotations.NullMarked;
