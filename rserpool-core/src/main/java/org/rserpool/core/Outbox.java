package org.rserpool.core;

import java.util.ArrayList;
import java.util.List;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** Gathers the actions of one event in order; procedures write into it. */
public final class Outbox {

    private List<Action> actions = new ArrayList<>(4);

    /** Makes an empty outbox. */
    public Outbox() {}

    /** Opens a link. */
    public void open(Link link, Protocol protocol, TransportAddress remote) {
        actions.add(new Action.Open(link, protocol, remote));
    }

    /** Sends a message over a link. */
    public void send(Link link, Message message) {
        actions.add(new Action.Send(link, message));
    }

    /** Sends a message to the multicast group of its protocol. */
    public void announce(Message message) {
        actions.add(new Action.Announce(message));
    }

    /** Ends a link once everything is delivered. */
    public void close(Link link) {
        actions.add(new Action.Close(link, Action.Close.Manner.GRACEFUL));
    }

    /** Ends a link at once. */
    public void abort(Link link) {
        actions.add(new Action.Close(link, Action.Close.Manner.ABORT));
    }

    /** Answers a request. */
    public void reply(Ticket ticket, Answer answer) {
        actions.add(new Action.Reply(ticket, answer));
    }

    /** Tells something. */
    public void tell(Notice notice) {
        actions.add(new Action.Tell(notice));
    }

    /** Returns what was gathered since the last time. */
    public List<Action> drain() {
        var drained = actions;
        actions = new ArrayList<>(4);
        return drained;
    }
}
