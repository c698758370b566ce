package org.rserpool.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rserpool.core.Machine;
import org.rserpool.core.profile.Profile;
import org.rserpool.sim.Software;
import org.rserpool.sim.Workload;
import org.rserpool.sim.check.Failure;

/**
 * The checks find mistakes: each of those that are planted here, within a few seeds. {@link
 * PlantedBugs} are mistakes of one registrar, or of endpoints; {@link PlantedPeerBugs} those of
 * redundancy, of which each names the check that has to find it:
 *
 * <ul>
 *   <li>removals are not passed on to peers
 *   <li>reading a peer's elements anew never purges
 *   <li>a peer's elements are never read anew
 *   <li>peers are not heard for a while, and taken for dead
 * </ul>
 */
@Execution(ExecutionMode.CONCURRENT)
final class PlantedBugTest {

    private static final int SEEDS = 60;

    private static final int PEERS = 3;

    static Stream<Arguments> mistakesOfRegistrars() {
        return Stream.of(
                Arguments.of("loss-removes", bug(PlantedBugs::forgetsLostLinks)),
                Arguments.of("dead-are-not-offered", bug(PlantedBugs::asksOnce)),
                Arguments.of("registrations-are-kept", bug(PlantedBugs::ignoresRenewals)),
                Arguments.of("living-are-kept", bug(PlantedBugs::removesOnRenewal)),
                Arguments.of("registrations-are-kept", bug(PlantedBugs::removesOnRenewal)),
                Arguments.of("answers-are-true", bug(PlantedBugs::repeatsAnswers)),
                Arguments.of("answers-are-true", bug(PlantedBugs::deniesPools)),
                Arguments.of("tables-are-bounded", bug(PlantedBugs::miscountsLinks)),
                Arguments.of(
                        "handlespaces-are-sound", instead(PlantedBugs::withDamagedHandlespace)),
                Arguments.of("keeps-contract", bug(PlantedBugs::throwsOnBrokenLinks)),
                Arguments.of("keeps-contract", bug(PlantedBugs::neverRests)));
    }

    static Stream<Arguments> mistakesOfPeers() {
        return Stream.of(
                Arguments.of("updates-reach-peers", bug(PlantedPeerBugs::dropsRemovals)),
                Arguments.of("dead-are-not-offered", bug(PlantedPeerBugs::neverPurges)),
                Arguments.of("dead-are-not-offered", bug(PlantedPeerBugs::neverAudits)),
                Arguments.of("registrars-agree", bug(PlantedPeerBugs::isDeafForPeers)));
    }

    static Stream<Arguments> mistakesOfEndpoints() {
        return Stream.of(
                Arguments.of("becomes-right", bug(PlantedBugs::staysRegistered)),
                Arguments.of("living-are-kept", bug(PlantedBugs::losesAcknowledgements)),
                Arguments.of("becomes-right", bug(PlantedBugs::keepsStaleSubscriptions)),
                Arguments.of("becomes-right", bug(PlantedBugs::sticksToOneElement)),
                Arguments.of("users-are-served", bug(PlantedBugs::misdirects)),
                Arguments.of("requests-are-answered", bug(PlantedBugs::losesRequests)),
                Arguments.of("keeps-contract", bug(PlantedBugs::answersTwice)),
                Arguments.of("keeps-contract", bug(PlantedBugs::throwsOnBrokenLinks)),
                Arguments.of("keeps-contract", bug(PlantedBugs::reusesLinkNumbers)));
    }

    private static UnaryOperator<Software> bug(UnaryOperator<Machine> wrapper) {
        return software -> software.around(wrapper);
    }

    private static UnaryOperator<Software> instead(Software software) {
        return _ -> software;
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("mistakesOfRegistrars")
    void aMistakeOfRegistrarsIsFound(String check, UnaryOperator<Software> mistake) {
        assertThat(found(1, new Workload.Mutation(mistake, UnaryOperator.identity()), check))
                .contains(check);
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("mistakesOfPeers")
    void aMistakeOfPeersIsFound(String check, UnaryOperator<Software> mistake) {
        assertThat(found(PEERS, new Workload.Mutation(mistake, UnaryOperator.identity()), check))
                .contains(check);
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("mistakesOfEndpoints")
    void aMistakeOfEndpointsIsFound(String check, UnaryOperator<Software> mistake) {
        assertThat(found(1, new Workload.Mutation(UnaryOperator.identity(), mistake), check))
                .contains(check);
    }

    /** Returns the checks that complain, until the wanted one is among them. */
    private static Set<String> found(int registrars, Workload.Mutation mutation, String wanted) {
        var options =
                Options.DEFAULTS
                        .withProfile(Profile.FAST)
                        .withRegistrars(registrars)
                        .withMutation(mutation);
        var found = new LinkedHashSet<String>();
        for (long seed = 1; seed <= SEEDS && !found.contains(wanted); seed++) {
            Simulation.run(seed, options).failures().stream()
                    .map(Failure::check)
                    .forEach(found::add);
        }
        return found;
    }
}
