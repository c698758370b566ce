package org.rserpool.core;

/** A machine's answer to a {@link Request}; each machine has its own. */
public interface Answer {}
