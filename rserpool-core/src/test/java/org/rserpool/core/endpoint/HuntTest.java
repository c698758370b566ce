package org.rserpool.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.ECHO;
import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.HOST_B;
import static org.rserpool.core.Samples.HOST_C;
import static org.rserpool.core.Samples.OTHER;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;
import static org.rserpool.core.Samples.join;
import static org.rserpool.core.Samples.leastUsed;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;
import static org.rserpool.core.Samples.udp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage.EndpointUnreachable;
import org.rserpool.wire.message.AsapMessage.HandleResolution;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.ServerAnnounce;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.Message;

/** The server hunt. */
final class HuntTest {

    private static EndpointBench fast(int registrars) {
        return new EndpointBench(EndpointConfig.FAST, registrars);
    }

    private static void announce(EndpointBench bench, int id, TransportAddress... transports) {
        bench.driver.feed(
                new Event.Overheard(
                        udp("10.0.9." + (id % 250 + 1), 3863),
                        new ServerAnnounce(new RegistrarId(id), List.of(transports))));
    }

    private static List<TransportAddress> known(EndpointBench bench) {
        var ticket = bench.ask(new EndpointRequest.ListRegistrars());
        return ((EndpointAnswer.Registrars) bench.answer(ticket).orElseThrow()).registrars();
    }

    @Test
    void nothingIsOpenedBeforeSomethingIsWanted() {
        var bench = fast(3);

        bench.driver.passSeconds(100);

        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    @Requirement({
        "ASAP-151",
        "ASAP-158",
        "ASAP-159",
        "ASAP-160",
        "ASAP-161",
        "ASAP-163",
        "REQ-062"
    })
    void upToThreeConfiguredRegistrarsAreTriedAtATime() {
        var bench = fast(5);

        bench.ask(join(ECHO, 1));

        assertThat(bench.openedTo()).containsExactly(1, 2, 3);
    }

    @Test
    @Requirement({"ASAP-007", "ASAP-164", "ASAP-171", "ENRP-002", "ASAP-005"})
    void theFirstOneThatAnswersIsHomeAndTheOthersAreLeft() {
        var bench = fast(3);
        bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();
        var second = bench.up(opened.get(1));
        bench.up(opened.get(0));
        assertThat(bench.driver.told(EndpointNotice.HomeFound.class)).isEmpty();

        bench.grant(second);

        assertThat(bench.driver.told(EndpointNotice.HomeFound.class))
                .containsExactly(new EndpointNotice.HomeFound(EndpointBench.registrar(2)));
        assertThat(bench.driver.closed())
                .extracting(Action.Close::link)
                .containsExactlyInAnyOrder(opened.get(0).link(), opened.get(2).link());
        bench.ask(join(ECHO, 2));
        assertThat(bench.driver.sent(second)).hasSize(1);
        bench.grant(second);
        assertThat(known(bench).getFirst()).isEqualTo(EndpointBench.registrar(2));
    }

    @Test
    @Requirement("ASAP-166")
    void whereOneRefusesTheNextOneIsTried() {
        var bench = fast(5);
        bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();

        bench.refuse(opened.get(0));
        assertThat(bench.openedTo()).containsExactly(4);
        bench.refuse(opened.get(1));
        assertThat(bench.openedTo()).containsExactly(5);
        bench.refuse(opened.get(2));
        assertThat(bench.openedTo()).isEmpty();
    }

    @Test
    @Requirement({"ASAP-167", "ASAP-168", "ASAP-169", "ASAP-170", "ASAP-230"})
    void aRoundWithoutSuccessIsFollowedByALongerOneWithOthersFirst() {
        var bench = new EndpointBench(EndpointConfig.RFC, 5);
        bench.ask(join(ECHO, 1));
        assertThat(bench.openedTo()).containsExactly(1, 2, 3);

        bench.driver.pass(Duration.ofMillis(9_999));
        assertThat(bench.driver.closed()).isEmpty();
        bench.driver.passMillis(1);
        assertThat(bench.driver.closed())
                .hasSize(3)
                .allMatch(closed -> closed.manner() == Action.Close.Manner.ABORT);
        assertThat(bench.openedTo()).containsExactly(4, 5, 1);

        var rounds = new ArrayList<Long>();
        for (int i = 0; i < 5; i++) {
            long before = bench.driver.sinceStart().toSeconds();
            while (bench.driver.opened().isEmpty()) {
                bench.driver.passSeconds(1);
            }
            rounds.add(bench.driver.sinceStart().toSeconds() - before);
        }
        assertThat(rounds).containsExactly(20L, 40L, 60L, 60L, 60L);
        assertThat(bench.driver.told(EndpointNotice.NoRegistrarFound.class)).hasSize(6);
    }

    @Test
    @Requirement("ASAP-165")
    void aSuccessShortensTheNextHunt() {
        var bench = new EndpointBench(EndpointConfig.RFC, 1);
        bench.ask(join(ECHO, 1));
        bench.driver.passSeconds(200);
        var opened = bench.driver.opened();
        var link = bench.up(opened.getLast());
        bench.grant(link);
        bench.lose(link);
        bench.driver.opened();

        bench.driver.passMillis(9_999);
        assertThat(bench.driver.opened()).isEmpty();
        bench.driver.passMillis(1);
        assertThat(bench.driver.opened()).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-162", "REQ-008"})
    void thereAreNeverMoreThanThreeLinks() {
        var bench = fast(9);
        bench.ask(join(ECHO, 1));
        Set<Link> links = new LinkedHashSet<>();
        for (int i = 0; i < 2_000; i++) {
            for (var open : bench.driver.opened()) {
                links.add(open.link());
                if (i % 3 == 0) {
                    bench.up(open);
                } else if (i % 5 == 0) {
                    links.remove(open.link());
                    bench.refuse(open);
                }
            }
            bench.driver.closed().forEach(closed -> links.remove(closed.link()));
            links.addAll(bench.driver.opened().stream().map(Action.Open::link).toList());
            assertThat(links).hasSizeLessThanOrEqualTo(3);
            bench.driver.passMillis(17);
        }
    }

    @Test
    @Requirement({"REQ-003", "REQ-004", "REQ-012"})
    void withTheFastProfileASilentRegistrarIsLeftWithinASecond() {
        var bench = fast(2);
        var silent = bench.joined(join(ECHO, 1));
        bench.ask(join(ECHO, 1, leastUsed(1)));

        bench.driver.passMillis(700);
        var opened = bench.driver.opened();
        assertThat(opened).hasSize(1);
        var other = bench.up(opened.getFirst());

        assertThat(bench.driver.sent(other, Registration.class)).hasSize(1);
        assertThat(bench.driver.closed()).extracting(Action.Close::link).containsExactly(silent);
        assertThat(bench.driver.told(EndpointNotice.HomeLost.class)).hasSize(1);
    }

    @Test
    void aSpareThatIsUpAlreadyIsUsedAtOnce() {
        var bench = fast(3);
        bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();
        var first = bench.up(opened.get(0));
        var second = bench.up(opened.get(1));
        assertThat(bench.driver.sent(first)).hasSize(1);

        bench.driver.passMillis(699);
        assertThat(bench.driver.sent(second)).isEmpty();
        bench.driver.passMillis(1);

        assertThat(bench.driver.sent(second)).hasSize(1);
        assertThat(bench.driver.closed()).extracting(Action.Close::link).contains(first);
    }

    @Test
    @Requirement("REQ-004")
    void ofFiveRegistrarsTheOneThatAnswersIsFoundWhateverTheOthersDo() {
        var bench = fast(5);
        var ticket = bench.ask(join(ECHO, 1));
        // 1 refuses, 2 and 3 accept and are silent, 4 does not even refuse, 5 answers.
        Optional<Link> answering = Optional.empty();
        long passed = 0;
        while (bench.answer(ticket).isEmpty() && passed < 20_000) {
            for (var open : bench.driver.opened()) {
                var host = open.remote().addresses().getFirst().toString();
                switch (host) {
                    case "10.0.1.1" -> bench.refuse(open);
                    case "10.0.1.2", "10.0.1.3" -> bench.up(open);
                    case "10.0.1.5" -> answering = Optional.of(bench.up(open));
                    default -> assertThat(host).isEqualTo("10.0.1.4");
                }
            }
            answering.ifPresent(bench::grant);
            bench.driver.passMillis(10);
            passed += 10;
        }

        assertThat(passed).isLessThan(5_000);
    }

    @Test
    void aHomeInDoubtThatAnswersAfterAllStays() {
        var bench = fast(2);
        var slow = bench.joined(join(ECHO, 1));
        bench.ask(join(ECHO, 1, leastUsed(1)));
        var request = (Registration) bench.only(slow);
        bench.driver.passMillis(700);
        var other = bench.driver.opened().getFirst();

        bench.grant(slow, request);

        assertThat(bench.driver.closed())
                .extracting(Action.Close::link)
                .containsExactly(other.link());
        bench.driver.passMillis(2_999);
        assertThat(bench.driver.opened()).isEmpty();
        assertThat(bench.driver.told(EndpointNotice.HomeLost.class)).isEmpty();
    }

    @Test
    void aLinkThatComesUpInTheMomentOfItsEndIsForgotten() {
        var bench = fast(2);
        bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();
        var link = bench.up(opened.get(0));
        bench.grant(link);
        bench.driver.take();

        // The close was on its way when the other side accepted.
        bench.up(opened.get(1));

        assertThat(bench.driver.take()).isEmpty();
        bench.lose(opened.get(1).link());
        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    void everyLossIsHandledInEveryState() {
        var bench = fast(2);
        bench.ask(join(ECHO, 1));
        var opened = bench.driver.opened();
        var first = bench.up(opened.get(0));
        var second = bench.up(opened.get(1));
        bench.lose(second); // a spare
        bench.lose(first); // the one in use, which has not answered
        bench.lose(first); // once more

        bench.driver.passMillis(500);
        var retried = bench.driver.opened();
        assertThat(retried).isNotEmpty();
        bench.grant(bench.up(retried.getFirst()));
        assertThat(bench.driver.told(EndpointNotice.HomeFound.class)).hasSize(1);
        assertThat(bench.driver.told(EndpointNotice.HomeLost.class)).isEmpty();
    }

    @Test
    @Requirement("REQ-004")
    void anOnlyRegistrarThatRefusesIsTriedAgainAndAgain() {
        var bench = fast(1);
        bench.ask(join(ECHO, 1));
        int attempts = 0;
        for (int second = 0; second < 60; second++) {
            for (var open : bench.driver.opened()) {
                bench.refuse(open);
                attempts++;
            }
            bench.driver.passSeconds(1);
        }

        assertThat(attempts).isBetween(15, 25);
        bench.driver.passSeconds(4);
        assertThat(bench.grant(bench.up(bench.driver.opened().getLast()))).hasSize(1);
    }

    @Test
    void anOnlyRegistrarThatIsSilentIsConnectedAnewAgainAndAgain() {
        var bench = fast(1);
        var ticket = bench.ask(join(ECHO, 1));
        var links = new ArrayList<Link>();
        for (int tenth = 0; tenth < 300; tenth++) {
            bench.driver.opened().forEach(open -> links.add(bench.up(open)));
            bench.driver.passMillis(100);
        }
        assertThat(links).hasSizeBetween(5, 15);

        // It goes on, and answers what waits on the link that is still there.
        bench.grant(links.getLast());

        assertThat(bench.answer(ticket).orElseThrow()).isInstanceOf(EndpointAnswer.Joined.class);
    }

    @Test
    void whereTwoAreKnownTheSilentOneIsTriedAnewIfTheOtherRefuses() {
        var bench = fast(2);
        bench.joined(join(ECHO, 1));
        bench.ask(join(ECHO, 1, leastUsed(1)));
        bench.driver.passMillis(700);
        var opened = bench.driver.opened();
        assertThat(opened).hasSize(1);

        bench.refuse(opened.getFirst());

        assertThat(bench.openedTo()).containsExactly(1);
    }

    @Test
    void aRegistrarIsNotLeftAsLongAsItAnswersSomething() {
        var bench = fast(2);
        var link = bench.joined(join(ECHO, 1));
        bench.ask(new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, EndpointBench.PATIENCE));
        bench.driver.passMillis(600);
        bench.ask(join(ECHO, 1, leastUsed(1)));
        bench.driver.passMillis(100);
        assertThat(bench.driver.opened()).hasSize(1); // in doubt

        bench.grant(link);

        assertThat(bench.driver.closed()).hasSize(1);
    }

    @Test
    @Requirement({"ASAP-008", "ASAP-154", "ASAP-195", "ASAP-199", "REQ-062"})
    void announcedRegistrarsAreTriedWhenTheyAreHeard() {
        var bench = fast(0);
        bench.ask(join(ECHO, 1));
        assertThat(bench.driver.opened()).isEmpty();

        announce(bench, 1, tcp(HOST_B, 3863));
        announce(bench, 2, sctp(HOST_C, 3863));

        assertThat(bench.driver.opened())
                .extracting(Action.Open::remote)
                .containsExactlyInAnyOrder(tcp(HOST_B, 3863), sctp(HOST_C, 3863));
    }

    @Test
    @Requirement({"ASAP-002", "ASAP-003", "ASAP-014", "ASAP-109", "ASAP-138"})
    void aRegistrarThatCanBeReachedOverSctpIsSpokenToOverSctp() {
        var bench = fast(0);
        bench.ask(join(ECHO, 1));
        bench.ask(new EndpointRequest.Resolve(OTHER, 0, Duration.ZERO, EndpointBench.PATIENCE));

        announce(bench, 1, tcp(HOST_B, 3863), sctp(HOST_B, 3863));

        var opened = bench.driver.opened();
        assertThat(opened).extracting(Action.Open::remote).containsExactly(sctp(HOST_B, 3863));
        var link = bench.upFirst(opened);
        assertThat(bench.driver.sent(link))
                .extracting(Message::getClass)
                .containsExactlyInAnyOrder(Registration.class, HandleResolution.class);
        bench.grant(link);
        bench.resolved(link, OTHER, false, element(2, HOST_A));
        bench.ask(new EndpointRequest.Report(OTHER, id(2)));
        assertThat(bench.driver.sent(link, EndpointUnreachable.class)).hasSize(1);
        assertThat(bench.driver.opened()).isEmpty();
    }

    @Test
    void whereThereIsNoWayOverSctpTcpIsTried() {
        var bench = fast(0);
        bench.ask(join(ECHO, 1));
        announce(bench, 1, tcp(HOST_B, 3863), sctp(HOST_B, 3863));

        bench.refuse(bench.driver.opened().getFirst());
        bench.driver.passSeconds(1);

        assertThat(bench.driver.opened())
                .extracting(Action.Open::remote)
                .startsWith(tcp(HOST_B, 3863));
    }

    @Test
    @Requirement("ASAP-156")
    void anAnnouncementWithoutAddressMeansSctpAtItsSourceAndTheWellKnownPort() {
        var bench = fast(0);
        bench.driver.feed(
                new Event.Overheard(
                        udp(HOST_B, 5_555), new ServerAnnounce(new RegistrarId(1), List.of())));
        assertThat(known(bench)).containsExactly(sctp(HOST_B, 3863));

        var rsplib = new EndpointBench(EndpointConfig.RSPLIB, 0);
        rsplib.driver.feed(
                new Event.Overheard(
                        udp(HOST_B, 5_555), new ServerAnnounce(new RegistrarId(1), List.of())));
        assertThat(known(rsplib)).containsExactly(sctp(HOST_B, 5_555));
    }

    @Test
    @Requirement({"ASAP-155", "ASAP-157", "ASAP-230"})
    void anAnnouncedAddressIsForgottenWhenItIsNotRepeated() {
        var bench = fast(0);
        announce(bench, 1, sctp(HOST_B, 3863));
        bench.driver.passMillis(4_999);
        announce(bench, 1, sctp(HOST_B, 3863));
        bench.driver.passMillis(4_999);
        assertThat(known(bench)).hasSize(1);

        bench.driver.passMillis(1);

        assertThat(known(bench)).isEmpty();
    }

    @Test
    void theMoreRegistrarsAnnounceThemselvesTheLongerTheirAddressesAreGoodFor() {
        var bench = fast(0);
        // Ten registrars: each announces itself every ten seconds, and now and then one is lost.
        for (int second = 0; second < 200; second++) {
            int registrar = second % 10 + 1;
            if (second < 10 || second % 17 != 0) {
                announce(bench, registrar, sctp("10.0.2." + registrar, 3863));
            }
            bench.driver.passSeconds(1);
            assertThat(known(bench)).hasSize(Math.min(10, second + 1));
        }
        bench.driver.passSeconds(30);
        assertThat(known(bench)).isEmpty();
    }

    @Test
    void aConfiguredRegistrarStaysWhenItsAnnouncementsEnd() {
        var bench = fast(1);
        announce(bench, 1, EndpointBench.registrar(1));

        bench.driver.passSeconds(60);

        assertThat(known(bench)).containsExactly(EndpointBench.registrar(1));
    }

    @Test
    @Requirement({"ASAP-263", "SEC-021", "SEC-013"})
    void forgedAnnouncementsNeitherFillTheMemoryNorDisplaceARegistrar() {
        var bench = fast(1);
        var link = bench.joined(join(ECHO, 1));
        for (int i = 1; i <= 50_000; i++) {
            announce(
                    bench,
                    i,
                    sctp("10.%d.%d.%d".formatted(i >> 14 & 127, i >> 7 & 127, i & 127), 1));
        }

        assertThat(known(bench)).hasSize(64);
        assertThat(bench.driver.take()).isEmpty();
        assertThat(bench.grant(link)).isEmpty();
        bench.lose(link);
        assertThat(bench.openedTo()).contains(1);
    }

    @Test
    @Requirement("SEC-021")
    void aForgedListOfAddressesIsCutShort() {
        var bench = fast(0);
        var forged = new TransportAddress[200];
        for (int i = 0; i < forged.length; i++) {
            forged[i] = sctp("10.7.7." + i, 1);
        }

        announce(bench, 1, forged);

        assertThat(known(bench)).hasSize(8);
    }

    @Test
    @Requirement("ASAP-263")
    void whoDidNotAnswerMakesRoomForOthers() {
        var bench = fast(0);
        for (int i = 1; i <= 64; i++) {
            announce(bench, i, sctp("10.0.2." + i, 3863));
        }
        announce(bench, 100, sctp(HOST_C, 3863));
        assertThat(known(bench)).hasSize(64).doesNotContain(sctp(HOST_C, 3863));
        bench.ask(join(ECHO, 1));
        bench.refuse(bench.driver.opened().getFirst());

        announce(bench, 100, sctp(HOST_C, 3863));

        assertThat(known(bench)).hasSize(64).contains(sctp(HOST_C, 3863));
    }

    @Test
    void aConfiguredRegistrarIsAmongThoseTriedFirstHoweverManyAnnounceThemselves() {
        var bench = fast(1);
        for (int round = 0; round < 20; round++) {
            bench.ask(join(ECHO, 1));
            bench.driver.opened().forEach(bench::refuse); // it has failed more often than others
            bench.driver.passSeconds(1);
        }
        for (int i = 1; i <= 60; i++) {
            announce(bench, i, sctp("10.0.2." + i, 3863));
        }
        bench.driver.take();

        bench.driver.passSeconds(4);

        assertThat(bench.driver.opened())
                .extracting(Action.Open::remote)
                .contains(EndpointBench.registrar(1));
    }

    @Test
    void announcementsCanBeIgnored() {
        var hunt = EndpointConfig.FAST.hunt();
        var deaf =
                new EndpointBench(
                        EndpointConfig.FAST.withHunt(
                                new EndpointConfig.Hunt(
                                        List.of(),
                                        false,
                                        hunt.maxLinks(),
                                        hunt.serverHunt(),
                                        hunt.retranMax(),
                                        hunt.serverAnnounce(),
                                        hunt.outdate(),
                                        hunt.backsOff(),
                                        hunt.originPort(),
                                        hunt.onlyKnownHomes())));
        announce(deaf, 1, sctp(HOST_B, 3863));

        assertThat(known(deaf)).isEmpty();
    }

    @Test
    void otherRegistrarsCanBeConfiguredWhileTheHuntIsOn() {
        var bench = fast(1);
        bench.ask(join(ECHO, 1));
        bench.refuse(bench.driver.opened().getFirst());

        bench.ask(new EndpointRequest.UseRegistrars(List.of(EndpointBench.registrar(7))));

        assertThat(bench.openedTo()).containsExactly(7);
        assertThat(known(bench)).containsExactly(EndpointBench.registrar(7));
    }

    @Test
    void aHomeRegistrarThatIsNotConfiguredAnyMoreStaysForTheTimeBeing() {
        var bench = fast(1);
        var link = bench.joined(join(ECHO, 1));
        bench.ask(new EndpointRequest.UseRegistrars(List.of(EndpointBench.registrar(7))));
        assertThat(bench.driver.closed()).isEmpty();

        bench.lose(link);

        assertThat(bench.openedTo()).containsExactly(7);
    }

    @Test
    void aRegistrarThatSpeaksEnrpToUsIsLeft() {
        var bench = fast(2);
        var link = bench.joined(join(ECHO, 1));

        bench.arrive(link, new ListRequest(new RegistrarId(1), RegistrarId.NONE));

        assertThat(bench.driver.closed())
                .containsExactly(new Action.Close(link, Action.Close.Manner.ABORT));
        assertThat(bench.grant(bench.upFirst())).hasSize(1);
    }

    @Test
    void aLinkThatNobodyNeedsMayEndInSilence() {
        var bench = fast(1);
        var ticket =
                bench.ask(
                        new EndpointRequest.Resolve(
                                ECHO, 0, Duration.ZERO, EndpointBench.PATIENCE));
        var link = bench.upFirst();
        assertThat(bench.driver.sent(link, HandleResolution.class)).hasSize(1);
        bench.resolved(link, ECHO, false, element(1, HOST_B));
        assertThat(bench.answer(ticket)).isPresent();
        bench.driver.take();

        bench.lose(link);
        bench.driver.passSeconds(60);

        assertThat(bench.driver.take()).isEmpty();
    }

    @Test
    void aHuntThatNobodyNeedsAnyMoreEnds() {
        var bench = fast(3);
        bench.ask(new EndpointRequest.Resolve(ECHO, 0, Duration.ZERO, Duration.ofMillis(300)));
        assertThat(bench.driver.opened()).hasSize(3);

        bench.driver.passSeconds(60);

        assertThat(bench.driver.closed()).hasSize(3);
        assertThat(bench.driver.opened()).isEmpty();
        assertThat(bench.driver.deadline()).isEqualTo(java.time.Instant.MAX);
    }

    @Test
    @Requirement("REQ-010")
    void noMulticastIsNeeded() {
        var bench = fast(1);
        bench.joined(join(ECHO, 1));

        assertThat(bench.driver.announced()).isEmpty();
    }
}
