package org.rserpool.core.registrar;

import static org.rserpool.core.Samples.REGISTRAR_HOST;
import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.sctp;
import static org.rserpool.core.Samples.tcp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.MachineDriver;
import org.rserpool.core.Ticket;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** A registrar on a test bench: connections from anywhere, and what elements and users say. */
final class RegistrarBench {

    /** A place without peers. */
    static final RegistrarPlace PLACE =
            new RegistrarPlace(
                    List.of(sctp(REGISTRAR_HOST, 3863), tcp(REGISTRAR_HOST, 3863)),
                    List.of(sctp(REGISTRAR_HOST, 9901)));

    final MachineDriver driver;
    final RegistrarMachine machine;
    private long nextLink = 2;
    private int nextPort = 20_000;

    RegistrarBench(RegistrarConfig config) {
        this(config, false, 1);
    }

    /** A registrar that looks for nobody; that it serves from the beginning on is no news. */
    RegistrarBench(RegistrarConfig config, boolean announces, long seed) {
        this(config, announces ? PLACE.announcing(Protocol.ASAP) : PLACE, seed);
        driver.told(RegistrarNotice.Serving.class);
    }

    RegistrarBench(RegistrarConfig config, RegistrarPlace place, long seed) {
        machine =
                new RegistrarMachine(
                        SELF,
                        config,
                        Policies.STANDARD,
                        SelectionConfig.DEFAULTS,
                        place,
                        new SplittableRandom(seed));
        driver = new MachineDriver(machine, config.dialect());
    }

    /** Connects with SCTP. */
    Link connect(String... hosts) {
        return connect(Protocol.ASAP, sctp(List.of(hosts), nextPort()));
    }

    Link connectTcp(String host) {
        return connect(Protocol.ASAP, tcp(host, nextPort()));
    }

    Link connectEnrp(String host) {
        return connect(Protocol.ENRP, sctp(host, nextPort()));
    }

    private int nextPort() {
        int port = nextPort;
        nextPort = nextPort == 0xffff ? 20_000 : nextPort + 1;
        return port;
    }

    private Link connect(Protocol protocol, TransportAddress remote) {
        var link = new Link(nextLink);
        nextLink += 2;
        up(link, protocol, remote);
        return link;
    }

    void up(Link link, Protocol protocol, TransportAddress remote) {
        int port = protocol == Protocol.ASAP ? 3863 : 9901;
        driver.feed(new Event.LinkUp(link, protocol, sctp(REGISTRAR_HOST, port), remote));
    }

    void lose(Link link) {
        driver.feed(new Event.LinkDown(link, Event.LinkDown.Reason.LOST));
    }

    RegistrationResponse register(Link link, PoolHandle pool, PoolElementInfo element) {
        driver.arrive(link, new AsapMessage.Registration(pool, element));
        return only(driver.sent(link, RegistrationResponse.class));
    }

    AsapMessage.DeregistrationResponse deregister(Link link, PoolHandle pool, ElementId id) {
        driver.arrive(link, new AsapMessage.Deregistration(pool, id));
        return only(driver.sent(link, AsapMessage.DeregistrationResponse.class));
    }

    RegistrarSnapshot snapshot() {
        var ticket = new Ticket(7);
        driver.feed(new Event.Asked(ticket, new RegistrarRequest.TakeSnapshot()));
        return (RegistrarSnapshot) driver.answers(ticket).getFirst();
    }

    HandleResolutionResponse resolve(Link link, PoolHandle pool) {
        return resolve(link, new AsapMessage.HandleResolution(pool));
    }

    HandleResolutionResponse resolve(Link link, PoolHandle pool, long items) {
        return resolve(link, new AsapMessage.HandleResolution(pool, false, OptionalLong.of(items)));
    }

    HandleResolutionResponse subscribe(Link link, PoolHandle pool) {
        return resolve(link, new AsapMessage.HandleResolution(pool, true, OptionalLong.empty()));
    }

    private HandleResolutionResponse resolve(Link link, AsapMessage.HandleResolution request) {
        driver.arrive(link, request);
        return only(driver.sent(link, HandleResolutionResponse.class));
    }

    void report(Link link, PoolHandle pool, ElementId id) {
        driver.arrive(link, new AsapMessage.EndpointUnreachable(pool, id));
    }

    void acknowledge(Link link, PoolHandle pool, ElementId id) {
        driver.arrive(link, new AsapMessage.EndpointKeepAliveAck(pool, id));
    }

    /** Lets time pass, in steps, while elements on these links acknowledge. */
    void passAnswering(long milliseconds, Link... links) {
        for (long passed = 0; passed < milliseconds; passed += 10) {
            driver.passMillis(10);
            for (Link link : links) {
                for (EndpointKeepAlive question : driver.sent(link, EndpointKeepAlive.class)) {
                    for (ElementId id : named(link, question)) {
                        acknowledge(link, question.pool(), id);
                    }
                }
            }
        }
    }

    private List<ElementId> named(Link link, EndpointKeepAlive question) {
        return question.element()
                .map(List::of)
                .orElseGet(() ->
                        handlespace().elementsOn(link).stream()
                                .filter(entry -> entry.handle().equals(question.pool()))
                                .map(ElementEntry::id)
                                .toList());
    }

    /** Returns the next announcement. */
    Message nextAnnouncement() {
        driver.passSeconds(2);
        return driver.announced().getFirst();
    }

    Handlespace handlespace() {
        return machine.handlespace();
    }

    Optional<ElementEntry> find(PoolHandle pool, ElementId id) {
        return handlespace().find(pool, id);
    }

    boolean has(PoolHandle pool, ElementId id) {
        handlespace().verify();
        return find(pool, id).isPresent();
    }

    static <M extends Message> M only(List<M> messages) {
        if (messages.size() != 1) {
            throw new AssertionError("one message was expected, not " + messages);
        }
        return messages.getFirst();
    }
}
