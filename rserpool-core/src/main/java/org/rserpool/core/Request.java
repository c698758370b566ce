package org.rserpool.core;

/** Something that an application or an operator asks of a machine; each machine has its own. */
public interface Request {}
