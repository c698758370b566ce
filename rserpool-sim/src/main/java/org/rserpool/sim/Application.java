package org.rserpool.sim;

import org.rserpool.core.Answer;
import org.rserpool.core.Notice;
import org.rserpool.core.Ticket;

/** The program on top of a machine: what a person would write against the API. */
public interface Application {

    /** The application of a node that has none. */
    Application NONE = new Application() {};

    /** A process was started; what was asked of the former one is forgotten. */
    default void onStarted() {}

    /** An answer came. */
    default void onAnswer(Ticket ticket, Answer answer) {}

    /** The machine tells something of its own accord. */
    default void onNotice(Notice notice) {}
}
