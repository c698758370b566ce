package org.rserpool.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.core.Notice;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;

/** Peers by name, where the test says what names mean. */
class PeerNamesTest {

    private final Map<String, List<IpAddress>> zone = new ConcurrentHashMap<>();

    private void name(String name, String... addresses) {
        zone.put(name, List.of(addresses).stream().map(IpAddress::parse).toList());
    }

    private List<IpAddress> addresses(String name) throws UnknownHostException {
        if (!zone.containsKey(name)) {
            throw new UnknownHostException(name + ": Name or service not known");
        }
        return zone.getOrDefault(name, List.of());
    }

    private PeerNames names(String... peers) {
        return new PeerNames(
                List.of(peers).stream().map(PeerAddress::parse).toList(), this::addresses);
    }

    private static List<String> written(List<TransportAddress> addresses) {
        return addresses.stream().map(TransportAddress::toString).toList();
    }

    private static List<String> told(PeerNames.Found found) {
        return found.notices().stream().map(Notice::text).toList();
    }

    // ---- addresses ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp:registrars.example.org:9901",
                "tcp:10.0.0.1:1",
                "tcp:[2001:db8::1]:65535",
                "sctp:10.1.0.1,10.2.0.1:9901",
                "sctp:registrars:9901",
                "tcp:a_b.example.,10.0.0.1:9901"
            })
    void whatIsReadIsWrittenAgain(String text) {
        assertThat(PeerAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "registrars",
                "registrars:9901",
                "tcp:registrars",
                "tcp::9901",
                "tcp:registrars:",
                "tcp:registrars:0",
                "tcp:registrars:65536",
                "udp:registrars:9901",
                "tcp:2001:db8::1:9901",
                "tcp:10.0.0.300:9901",
                "tcp:-a:9901",
                "tcp:a b:9901",
                "tcp:a,,b:9901"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> PeerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameStandsForAllItsAddressesEachOfAnotherRegistrar() {
        name("registrars", "10.0.0.1", "10.0.0.2", "2001:db8::3");

        assertThat(written(names("tcp:registrars:9901").lookUp().addresses()))
                .containsExactly(
                        "tcp:10.0.0.1:9901", "tcp:10.0.0.2:9901", "tcp:[2001:db8::3]:9901");
        assertThat(written(names("sctp:registrars:9901").lookUp().addresses()))
                .containsExactly(
                        "sctp:10.0.0.1:9901", "sctp:10.0.0.2:9901", "sctp:[2001:db8::3]:9901");
    }

    @Test
    void severalHostsOfOneSctpAddressAreThePathsToOneRegistrar() {
        name("far", "10.2.0.1");

        assertThat(written(names("sctp:10.1.0.1,far:9901").lookUp().addresses()))
                .containsExactly("sctp:10.1.0.1,10.2.0.1:9901");
        assertThat(written(names("tcp:10.1.0.1,far:9901").lookUp().addresses()))
                .containsExactly("tcp:10.1.0.1:9901", "tcp:10.2.0.1:9901");
    }

    @Test
    void anAddressWithoutNamesIsWhatItWasMadeOf() throws UnknownHostException {
        var address = new TransportAddress.Tcp(9901, IpAddress.parse("2001:db8::1"));

        assertThat(PeerAddress.of(address).hasNames()).isFalse();
        assertThat(PeerAddress.of(address).resolve(this::addresses)).containsExactly(address);
    }

    // ---- names by and by ----

    @Test
    void anUnknownNameIsToldOnceAndTheOthersAreUsed() {
        name("one", "10.0.0.1");
        var names = names("tcp:one:9901", "tcp:other:9901", "tcp:10.0.0.3:9901");

        var found = names.lookUp();

        assertThat(written(found.addresses()))
                .containsExactly("tcp:10.0.0.1:9901", "tcp:10.0.0.3:9901");
        assertThat(found.notices()).hasSize(2);
        assertThat(found.notices())
                .filteredOn(notice -> notice.level() == Notice.Level.WARNING)
                .singleElement()
                .extracting(Notice::text)
                .asString()
                .contains("tcp:other:9901", "not known");
        assertThat(names.hasUnknown()).isTrue();
        assertThat(names.lookUp().notices()).isEmpty();
    }

    @Test
    void aNameThatComesToBeKnownIsToldAndUsed() {
        var names = names("tcp:registrars:9901");
        names.lookUp();
        name("registrars", "10.0.0.1", "10.0.0.2");

        var found = names.lookUp();

        assertThat(found.addresses()).hasSize(2);
        assertThat(told(found)).singleElement().asString().contains("10.0.0.1", "10.0.0.2");
        assertThat(names.hasUnknown()).isFalse();
    }

    @Test
    void aNameThatIsUnknownForAWhileKeepsItsAddresses() {
        name("registrars", "10.0.0.1");
        var names = names("tcp:registrars:9901");
        names.lookUp();
        zone.clear();

        assertThat(written(names.lookUp().addresses())).containsExactly("tcp:10.0.0.1:9901");

        name("registrars", "10.0.0.1");
        assertThat(names.lookUp().notices()).as("nothing is new").isEmpty();
    }

    @Test
    void anotherOrderIsNoChange() {
        name("registrars", "10.0.0.1", "10.0.0.2");
        var names = names("tcp:registrars:9901");
        names.lookUp();
        name("registrars", "10.0.0.2", "10.0.0.1");

        assertThat(names.lookUp().notices()).isEmpty();
    }

    @Test
    void anAddressWithSeveralNamesIsUsedOnce() {
        name("one", "10.0.0.1");
        name("other", "10.0.0.1");

        assertThat(names("tcp:one:9901", "tcp:other:9901").lookUp().addresses()).hasSize(1);
    }

    // ---- as long as a registrar runs ----

    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration SELDOM = Duration.ofDays(1);

    @Test
    void whatHasChangedIsHandedOnUntilNobodyWantsToKnow() {
        name("registrars", "10.0.0.1");
        var names = names("tcp:registrars:9901");
        var first = names.lookUp();
        var heard = new CopyOnWriteArrayList<List<String>>();
        var stopped = new CompletableFuture<Void>();
        var refusals = new ArrayList<>(List.of(true));
        new PeerWatch(names, OFTEN, SELDOM)
                .start(
                        first,
                        found -> {
                            if (!refusals.isEmpty()) {
                                refusals.removeFirst();
                                return false;
                            }
                            return heard.add(written(found.addresses()));
                        },
                        stopped);

        name("registrars", "10.0.0.1", "10.0.0.2");
        await().until(() -> heard.size() == 1);
        name("registrars", "10.0.0.3");
        await().until(() -> heard.size() == 2);
        stopped.complete(null);

        assertThat(heard)
                .containsExactly(
                        List.of("tcp:10.0.0.1:9901", "tcp:10.0.0.2:9901"),
                        List.of("tcp:10.0.0.3:9901"));
    }

    @Test
    void anUnknownNameIsLookedUpMoreOften() {
        var names = names("tcp:registrars:9901");
        var first = names.lookUp();
        var heard = new CopyOnWriteArrayList<PeerNames.Found>();
        var stopped = new CompletableFuture<Void>();
        new PeerWatch(names, SELDOM, OFTEN).start(first, heard::add, stopped);

        name("registrars", "10.0.0.1");

        await().until(() -> heard.size() == 1);
        stopped.complete(null);
    }
}
