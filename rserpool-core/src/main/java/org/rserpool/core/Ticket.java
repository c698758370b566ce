package org.rserpool.core;

/** Ties an answer to its request. */
public record Ticket(long number) {}
