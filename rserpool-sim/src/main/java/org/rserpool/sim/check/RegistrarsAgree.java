package org.rserpool.sim.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.registrar.RegistrarNotice.PeerLost;
import org.rserpool.core.registrar.RegistrarNotice.TakeoverBegun;
import org.rserpool.core.registrar.RegistrarRequest;
import org.rserpool.core.registrar.RegistrarSnapshot;
import org.rserpool.sim.Node;
import org.rserpool.wire.RegistrarId;

/**
 * No registrar gives up another one with which, and on the way to which, nothing has been wrong for
 * {@link Subject#meetWithin}, unless a third one does that something is wrong with: the others have
 * to agree to its takeover, whatever they hear themselves (ENRP-128). In the end, all of them
 * serve, and each has all others as peers, and nobody else; whoever only reads is none.
 */
public final class RegistrarsAgree implements Check {

    private static final String NAME = "registrars-agree";

    /** A snapshot costs more than other checks. */
    private static final int EVERY = 5;

    private final Subject subject;
    private final Map<Node, RegistrarSnapshot> pictures = new HashMap<>(); // never iterated
    private int looks;

    /** Checks all registrars of a world. */
    public RegistrarsAgree(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void onHandled(Node node, Event event, List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Reply(_, RegistrarSnapshot snapshot)) {
                pictures.put(node, snapshot);
            } else if (action instanceof Action.Tell(PeerLost(var peer, var why))) {
                lost(node, peer, why);
            } else if (action instanceof Action.Tell(TakeoverBegun(var target, _))) {
                lost(node, target, "its elements are to be taken over");
            }
        }
    }

    private void lost(Node node, RegistrarId peer, String why) {
        find(peer)
                .filter(other -> isCalm(node, other))
                .filter(other -> rest(node, other).allMatch(third -> isCalm(third, other)))
                .ifPresent(other ->
                        complain(
                                "%s has lost %s (%s), with which nothing was wrong"
                                        .formatted(node, other, why)));
    }

    private boolean isCalm(Node one, Node other) {
        return subject.disturbances().isCalm(one, other, subject.meetWithin());
    }

    private Stream<Node> rest(Node one, Node other) {
        return subject.workload().registrars().stream().filter(n -> n != one && n != other);
    }

    private Optional<Node> find(RegistrarId id) {
        return subject.workload().registrars().stream()
                .filter(node -> node.handlespace().filter(h -> h.self().equals(id)).isPresent())
                .findFirst();
    }

    private void complain(String what) {
        subject.findings().add(NAME, what);
    }

    @Override
    public void look() {
        boolean ends = subject.stage().phase() != Subject.Stage.Phase.FAULTS;
        if (ends && looks++ % EVERY == 0) {
            subject.workload().registrars().stream()
                    .filter(Node::isRunning)
                    .forEach(registrar -> registrar.ask(new RegistrarRequest.TakeSnapshot()));
        }
    }

    @Override
    public List<String> outstanding() {
        var wrong = new ArrayList<String>();
        for (Node registrar : subject.workload().registrars()) {
            Optional.ofNullable(pictures.get(registrar))
                    .ifPresent(picture -> look(registrar, picture, wrong));
        }
        return wrong;
    }

    private void look(Node registrar, RegistrarSnapshot picture, List<String> wrong) {
        if (!picture.serving()) {
            wrong.add("%s does not serve".formatted(registrar));
        }
        var expected = new TreeSet<RegistrarId>();
        for (Node other : subject.workload().registrars()) {
            if (other != registrar) {
                other.handlespace().ifPresent(h -> expected.add(h.self()));
            }
        }
        var peers = new TreeSet<RegistrarId>();
        for (var peer : picture.peers()) {
            if (peer.standing() == RegistrarSnapshot.Standing.ACTIVE) {
                peers.add(peer.id());
            } else if (peer.standing() != RegistrarSnapshot.Standing.TENTATIVE) {
                wrong.add("%s takes %s for %s".formatted(registrar, peer.id(), peer.standing()));
            }
        }
        if (!peers.equals(expected)) {
            wrong.add("%s has the peers %s, there are %s".formatted(registrar, peers, expected));
        }
    }
}
