package org.rserpool.sim;

import java.util.BitSet;
import java.util.Collection;

/** Pairs of hosts of which the first cannot send to the second. */
public final class Cut {

    private final BitSet from;
    private final BitSet to;
    private final boolean mutual;

    private Cut(Collection<Node> from, Collection<Node> to, boolean mutual) {
        this.from = indexes(from);
        this.to = indexes(to);
        this.mutual = mutual;
    }

    /** Nothing passes between two groups of hosts. */
    public static Cut between(Collection<Node> some, Collection<Node> others) {
        return new Cut(some, others, true);
    }

    /** Nothing passes from the first group of hosts to the second. */
    public static Cut oneWay(Collection<Node> from, Collection<Node> to) {
        return new Cut(from, to, false);
    }

    private static BitSet indexes(Collection<Node> nodes) {
        var set = new BitSet();
        nodes.forEach(node -> set.set(node.index));
        return set;
    }

    /** Returns whether one host cannot send to another. */
    boolean separates(Node sender, Node receiver) {
        return (from.get(sender.index) && to.get(receiver.index))
                || (mutual && from.get(receiver.index) && to.get(sender.index));
    }
}
