package org.rserpool.sim;

import java.time.Duration;
import java.util.List;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.wire.message.Message;

/** Sees everything that happens in a world, as it happens. */
public interface Observer {

    /** A machine is about to handle an event. */
    default void onEvent(Node node, Event event) {}

    /** What a machine wants is about to be done. */
    default void onAction(Node node, Action action) {}

    /** A machine has handled an event, and what it wanted was done. */
    default void onHandled(Node node, Event event, List<Action> actions) {}

    /** A machine threw something, or wanted something impossible; its process has ended. */
    default void onThrown(Node node, Event event, RuntimeException thrown) {}

    /** A message has left a process. */
    default void onSent(Node from, Node to, Message message) {}

    /**
     * A message is about to be handled by a process.
     *
     * @param message as it was sent
     * @param transit how long ago that was
     */
    default void onDelivered(Node from, Node to, Message message, Duration transit) {}

    /** Something happened to the process or host of a node. */
    default void onChange(Node node, Change change) {}

    /** Something else happened that a reader of the trace wants to know. */
    default void onRemark(String remark) {}

    /** What may happen to the process or host of a node. */
    enum Change {
        /** The process was started. */
        STARTED,
        /** The process is gone; its kernel ended its connections. */
        CRASHED,
        /** The host is without power: nothing answers. */
        POWERED_OFF,
        /** The host is back; the process is not running. */
        POWERED_ON,
        /** The process is stopped, its kernel goes on. */
        FROZEN,
        /** The process goes on. */
        THAWED,
        /** The process needs long for everything. */
        SLOWED,
        /** The process is as fast as it should be again. */
        HURRIED,
        /** A connection of the process is about to break. */
        DISCONNECTED
    }
}
