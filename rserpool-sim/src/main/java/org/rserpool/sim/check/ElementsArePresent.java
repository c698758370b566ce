package org.rserpool.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.sim.Node;
import org.rserpool.sim.Truth;
import org.rserpool.wire.RegistrarId;

/**
 * In the end, each living element is in the handlespaces of all registrars with its values and
 * knows it; all say that the same living registrar is its home, and that is the one to which the
 * element is connected; each farewell is answered, and nothing else is in any handlespace.
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
                            h.owners().stream()
                                    .flatMap(owner -> h.ownedBy(owner).stream())
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
                yield home(member);
            }
        };
    }

    /** All registrars have the element as that one has it to which it is connected. */
    private Optional<String> home(Truth.Member member) {
        for (Node registrar : subject.workload().registrars()) {
            var entry = find(registrar, member);
            if (entry.isEmpty()) {
                return Optional.of(
                        "%s does not have %s as it is registered".formatted(registrar, member));
            }
            boolean hasHome =
                    subject.workload().registrars().stream()
                            .anyMatch(home -> isHome(home, entry.get().owner(), member));
            if (!hasHome) {
                return Optional.of(
                        "%s says that %s is the home of %s, which is not connected to it"
                                .formatted(registrar, entry.get().owner(), member));
            }
        }
        return Optional.empty();
    }

    private static Optional<ElementEntry> find(Node registrar, Truth.Member member) {
        var wanted = member.wanted();
        return registrar
                .handlespace()
                .flatMap(h -> h.find(member.key().pool(), member.key().id()))
                .filter(e -> e.policy().equals(wanted.policy()))
                .filter(e -> e.info().life().equals(wanted.life()))
                .filter(e -> e.info().userTransport().port() == wanted.service().port());
    }

    private static boolean isHome(Node registrar, RegistrarId owner, Truth.Member member) {
        return registrar.isRunning()
                && registrar.handlespace().filter(h -> h.self().equals(owner)).isPresent()
                && find(registrar, member)
                        .filter(e -> e.owner().equals(owner))
                        .flatMap(ElementEntry::link)
                        .flatMap(registrar::across)
                        .filter(member.node()::equals)
                        .isPresent();
    }
}
