package org.rserpool.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.sim.Node;
import org.rserpool.sim.Truth;

/**
 * In the end, each living element is in the handlespace of a living home registrar with its values
 * and knows it, each farewell is answered, and nothing else is in any handlespace.
 */
public final class ElementsArePresent implements Check {

    private final Subject subject;

    /** Checks all elements of a world. */
    public ElementsArePresent(Subject subject) {
        this.subject = subject;
    }

    @Override
    public List<String> outstanding() {
        var missing = new ArrayList<String>();
        for (Truth.Member member : subject.truth().members()) {
            objection(member).ifPresent(missing::add);
        }
        for (Node registrar : subject.workload().registrars()) {
            registrar
                    .handlespace()
                    .ifPresent(h ->
                            h.ownedBy(h.self()).stream()
                                    .filter(entry -> !isAlive(entry))
                                    .forEach(e ->
                                            missing.add("%s holds %s".formatted(registrar, e))));
        }
        return missing;
    }

    private boolean isAlive(ElementEntry entry) {
        return subject.truth()
                .find(new Truth.Key(entry.handle(), entry.id()))
                .filter(Truth.Member::isAlive)
                .isPresent();
    }

    private Optional<String> objection(Truth.Member member) {
        return switch (member.wish()) {
            case ABSENT -> Optional.empty();
            case LEAVING -> Optional.of("the farewell of %s is not answered".formatted(member));
            case PRESENT -> {
                if (!member.node().isRunning()) {
                    yield Optional.empty();
                }
                if (!member.isSettled()) {
                    yield Optional.of("%s waits to be registered".formatted(member));
                }
                yield subject.workload().registrars().stream()
                                .anyMatch(registrar -> holds(registrar, member))
                        ? Optional.empty()
                        : Optional.of("no registrar has %s as it is registered".formatted(member));
            }
        };
    }

    private static boolean holds(Node registrar, Truth.Member member) {
        var wanted = member.wanted();
        return registrar.isRunning()
                && registrar
                        .handlespace()
                        .flatMap(h -> h.find(member.key().pool(), member.key().id()))
                        .filter(e -> e.policy().equals(wanted.policy()))
                        .filter(e -> e.info().life().equals(wanted.life()))
                        .filter(e -> e.info().userTransport().port() == wanted.service().port())
                        .isPresent();
    }
}
