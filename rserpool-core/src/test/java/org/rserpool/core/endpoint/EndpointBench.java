package org.rserpool.core.endpoint;

import static org.rserpool.core.Samples.HOST_A;
import static org.rserpool.core.Samples.sctp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.rserpool.core.Action;
import org.rserpool.core.Answer;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.MachineDriver;
import org.rserpool.core.Ticket;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;
import org.rserpool.wire.message.AsapMessage.Registration;
import org.rserpool.wire.message.AsapMessage.RegistrationResponse;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** An ASAP endpoint on a test bench: the test plays its registrars and its application. */
final class EndpointBench {

    static final TransportAddress LOCAL = sctp(HOST_A, 50_000);
    static final Duration PATIENCE = Duration.ofSeconds(1_000);

    final MachineDriver driver;
    private long nextTicket = 1;
    private long nextAccepted = 2;

    EndpointBench(EndpointConfig config, int registrars) {
        this(config.withRegistrars(registrars(registrars)));
    }

    EndpointBench(EndpointConfig config) {
        var machine = new EndpointMachine(config, Policies.STANDARD, new SplittableRandom(1));
        driver = new MachineDriver(machine, config.dialect());
    }

    /** Returns the addresses of so many registrars. */
    static List<TransportAddress> registrars(int count) {
        return Stream.iterate(1, i -> i + 1).limit(count).map(EndpointBench::registrar).toList();
    }

    static TransportAddress registrar(int number) {
        return sctp("10.0.1." + number, 3863);
    }

    Ticket ask(EndpointRequest request) {
        var ticket = new Ticket(nextTicket++);
        driver.feed(new Event.Asked(ticket, request));
        return ticket;
    }

    /** Returns the answer to a ticket, if there is one already. */
    Optional<Answer> answer(Ticket ticket) {
        var answers = driver.answers(ticket);
        if (answers.size() > 1) {
            throw new AssertionError("a ticket was answered more than once: " + answers);
        }
        return answers.stream().findFirst();
    }

    /** Lets the registrar that an open link goes to accept it. */
    Link up(Action.Open open) {
        return up(open.link(), open.remote());
    }

    Link up(Link link, TransportAddress remote) {
        driver.feed(new Event.LinkUp(link, Protocol.ASAP, LOCAL, remote));
        return link;
    }

    /** Lets a registrar connect to the endpoint. */
    Link accept(TransportAddress remote) {
        var link = new Link(nextAccepted);
        nextAccepted += 2;
        return up(link, remote);
    }

    void refuse(Action.Open open) {
        driver.feed(new Event.LinkDown(open.link(), Event.LinkDown.Reason.UNREACHABLE));
    }

    void lose(Link link) {
        driver.feed(new Event.LinkDown(link, Event.LinkDown.Reason.LOST));
    }

    /** Lets the first registrar that is tried accept, and returns the link. */
    Link upFirst() {
        return up(driver.opened().getFirst());
    }

    Link upFirst(List<Action.Open> opened) {
        return up(opened.getFirst());
    }

    /** Joins a pool at the first registrar that is tried, and returns the link to it. */
    Link joined(EndpointRequest.Join join) {
        var ticket = ask(join);
        var link = upFirst();
        grant(link);
        if (!(answer(ticket).orElseThrow() instanceof EndpointAnswer.Joined)) {
            throw new AssertionError("not joined");
        }
        driver.take();
        return link;
    }

    /** Answers all registrations on a link in their order, and returns them. */
    List<Registration> grant(Link link) {
        var requests = driver.sent(link, Registration.class);
        requests.forEach(request -> grant(link, request));
        return requests;
    }

    void grant(Link link, Registration request) {
        arrive(
                link,
                new RegistrationResponse(request.pool(), request.element().id(), false, List.of()));
    }

    void reject(Link link, Registration request, CauseCode cause) {
        arrive(
                link,
                new RegistrationResponse(
                        request.pool(),
                        request.element().id(),
                        true,
                        List.of(new ErrorCause(cause))));
    }

    void arrive(Link link, Message message) {
        driver.arrive(link, message);
    }

    void resolved(Link link, PoolHandle pool, boolean updates, PoolElementInfo... elements) {
        arrive(link, answer(pool, updates, elements));
    }

    static HandleResolutionResponse answer(
            PoolHandle pool, boolean updates, PoolElementInfo... elements) {
        return new HandleResolutionResponse(
                pool, updates, Optional.of(policy(elements)), List.of(elements), List.of());
    }

    private static PolicyInfo policy(PoolElementInfo... elements) {
        return elements[0].policy();
    }

    void unknown(Link link, PoolHandle pool) {
        negative(link, pool, CauseCode.UNKNOWN_POOL_HANDLE);
    }

    void negative(Link link, PoolHandle pool, CauseCode cause) {
        arrive(link, HandleResolutionResponse.negative(pool, new ErrorCause(cause)));
    }

    /** Returns the only message on a link, and forgets it. */
    Message only(Link link) {
        var sent = driver.sent(link);
        if (sent.size() != 1) {
            throw new AssertionError("one message was expected, not " + sent);
        }
        return sent.getFirst();
    }

    /** Returns what was opened, by the number of the registrar. */
    List<Integer> openedTo() {
        var numbers = new ArrayList<Integer>();
        for (Action.Open open : driver.opened()) {
            var host = open.remote().addresses().getFirst().toString();
            numbers.add(Integer.parseInt(host.substring(host.lastIndexOf('.') + 1)));
        }
        return numbers;
    }
}
