package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rserpool.core.Answer;
import org.rserpool.core.Ticket;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarPlace;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/** The world of a {@link Transcript}, and the commands that act on it. */
final class TranscriptStage {

    private static final int SERVICE_PORT = 7000;

    /** Nothing takes longer to become quiet than an attempt to connect. */
    private static final Duration SETTLE = Duration.ofMinutes(1);

    private final World world = new World(1, NetworkConfig.EVEN);
    private final Truth truth = new Truth(world);
    private final List<String> trace = new ArrayList<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Trace tracer = new Trace(world, truth, trace::add, this::isShown);
    private final Map<String, EndpointRequest.Join> joins = new LinkedHashMap<>();
    private Profile profile = Profile.FAST;
    private int elements;
    private int users;

    TranscriptStage() {
        world.observe(tracer);
    }

    /** Returns what has happened since the last time. */
    List<String> takeTrace() {
        var taken = List.copyOf(trace);
        trace.clear();
        tracer.restartClock();
        return taken;
    }

    private boolean isShown(Message message) {
        var kind =
                switch (message) {
                    case AsapMessage.EndpointKeepAlive _, AsapMessage.EndpointKeepAliveAck _ ->
                            "keep-alives";
                    case AsapMessage.ServerAnnounce _ -> "announcements";
                    case EnrpMessage.Presence _ -> "presences";
                    case EnrpMessage.ListRequest _, EnrpMessage.ListResponse _ -> "lists";
                    default -> "";
                };
        return !hidden.contains(kind);
    }

    void perform(List<String> words) {
        var command = words.getFirst();
        var rest = new Words(words.subList(1, words.size()));
        switch (command) {
            case "profile" -> profile = Profile.parse(rest.next("a profile"));
            case "hide" -> hidden.add(rest.next("what to hide"));
            case "show" -> hidden.remove(rest.next("what to show"));
            case "registrar" -> registrar(rest);
            case "element" -> element(rest);
            case "user" -> user(rest);
            case "change" -> change(rest);
            case "leave" -> leave(rest);
            case "resolve" -> resolve(rest);
            case "select" -> ask(rest, pool -> new EndpointRequest.Select(pool, patience(rest)));
            case "watch" -> ask(rest, EndpointRequest.Watch::new);
            case "unwatch" -> ask(rest, EndpointRequest.Unwatch::new);
            case "report" -> report(rest);
            case "claim" -> claim(rest);
            case "start" -> world.restart(node(rest));
            case "crash" -> world.crash(node(rest));
            case "power-off" -> world.powerOff(node(rest));
            case "freeze" -> world.freeze(node(rest));
            case "thaw" -> world.thaw(node(rest));
            case "partition" -> partition(rest);
            case "heal" -> world.heal();
            case "break" -> world.breakConnections(node(rest), node(rest));
            case "run" -> world.runFor(duration(rest.next("a duration")));
            case "settle" -> settle();
            default -> throw new IllegalArgumentException("there is no such command");
        }
        rest.end();
    }

    private void settle() {
        if (!world.settle(SETTLE)) {
            throw new IllegalArgumentException("it has not become quiet within " + SETTLE);
        }
    }

    /** {@code registrar NUMBER [announces] [over tcp|sctp] [peers NUMBER[,NUMBER…]|announced]}. */
    private void registrar(Words words) {
        int number = words.number("a number");
        var over = words.after("over").map(TranscriptStage::transport);
        var enrp = over.orElse(TransportProtocol.SCTP);
        var peers = words.after("peers").orElse("");
        var host = Host.registrar(number, enrp);
        var place = new RegistrarPlace(host.asap(), host.enrp());
        var hears = EnumSet.of(Protocol.ASAP);
        if (peers.equals("announced")) {
            hears.add(Protocol.ENRP);
            place = place.announcing(Protocol.ENRP);
        } else if (!peers.isEmpty()) {
            var addresses = new ArrayList<TransportAddress>();
            for (String peer : peers.split(",", -1)) {
                addresses.addAll(Host.registrar(Integer.parseInt(peer), enrp).enrp());
            }
            place = place.withPeers(addresses);
        }
        var software =
                Software.registrar(
                        new RegistrarId(number),
                        profile.registrar(),
                        words.has("announces") ? place.announcing(Protocol.ASAP) : place);
        var name = Integer.toString(number);
        world.start(world.add(host.spec(Role.REGISTRAR, name, hears, profile, software)));
    }

    /**
     * {@code element NAME at NUMBER[,NUMBER…]|anyone pool POOL [over tcp|sctp] [listens] [policy
     * POLICY] [life DURATION] [id IDENTIFIER]}.
     */
    private void element(Words words) {
        var name = words.next("a name");
        var registrars = words.after("at").orElse("anyone");
        var pool = PoolHandle.of(words.need("pool"));
        var transport = words.after("over").map(TranscriptStage::transport);
        var over = transport.orElse(TransportProtocol.SCTP);
        boolean listens = words.has("listens");
        elements++;
        var host = Host.element(elements, over, listens);
        var node = endpoint(host, Role.ELEMENT, name, registrars, over);
        var id = words.after("id").map(ElementId::parse).orElse(new ElementId(elements));
        var join =
                new EndpointRequest.Join(
                        pool,
                        id,
                        RegistrationLife.of(
                                words.after("life")
                                        .map(TranscriptStage::duration)
                                        .orElse(Duration.ofMinutes(5))),
                        new ServiceAddress(over, SERVICE_PORT),
                        words.after("policy")
                                .map(Policies.STANDARD::parse)
                                .orElse(PolicyInfo.ROUND_ROBIN),
                        over == TransportProtocol.TCP && listens
                                ? Optional.of(new ServiceAddress(over, host.port()))
                                : Optional.empty());
        joins.put(name, join);
        node.install(new Joiner(node, name));
        world.start(node);
    }

    /** Joins whenever its process starts, and tells the truth who is what. */
    private final class Joiner implements Application {
        private final Node node;
        private final String name;

        Joiner(Node node, String name) {
            this.node = node;
            this.name = name;
        }

        @Override
        public void onStarted() {
            join(node, name);
        }

        @Override
        public void onAnswer(Ticket ticket, Answer answer) {
            if (answer instanceof EndpointAnswer.Joined(var pool, var element, _)) {
                truth.granted(new Truth.Key(pool, element.id()), element);
            }
        }
    }

    private void join(Node node, String name) {
        var join = elementNamed(name);
        truth.asked(node, name, join);
        node.ask(join);
    }

    /** {@code user NAME at NUMBER[,NUMBER…]|anyone [over tcp|sctp]}. */
    private void user(Words words) {
        var name = words.next("a name");
        var registrars = words.after("at").orElse("anyone");
        var transport = words.after("over").map(TranscriptStage::transport);
        var over = transport.orElse(TransportProtocol.TCP);
        users++;
        world.start(endpoint(Host.user(users, over), Role.USER, name, registrars, over));
    }

    private Node endpoint(
            Host host, Role role, String name, String registrars, TransportProtocol over) {
        var config = profile.endpoint();
        boolean anyone = registrars.equals("anyone");
        if (!anyone) {
            var addresses = new ArrayList<TransportAddress>();
            for (String number : registrars.split(",", -1)) {
                Host.registrar(Integer.parseInt(number)).asap().stream()
                        .filter(a -> a.protocol() == over)
                        .forEach(addresses::add);
            }
            config = config.withRegistrars(addresses);
        }
        var hears = anyone ? EnumSet.of(Protocol.ASAP) : EnumSet.noneOf(Protocol.class);
        return world.add(host.spec(role, name, hears, profile, Software.endpoint(config)));
    }

    /** {@code change ELEMENT [policy POLICY] [life DURATION]}. */
    private void change(Words words) {
        var name = words.next("an element");
        var old = elementNamed(name);
        joins.put(
                name,
                new EndpointRequest.Join(
                        old.pool(),
                        old.id(),
                        words.after("life")
                                .map(TranscriptStage::duration)
                                .map(RegistrationLife::of)
                                .orElse(old.life()),
                        old.service(),
                        words.after("policy").map(Policies.STANDARD::parse).orElse(old.policy()),
                        old.asapTransport()));
        join(named(name), name);
    }

    /** {@code leave ELEMENT}. */
    private void leave(Words words) {
        var name = words.next("an element");
        var join = elementNamed(name);
        named(name).ask(new EndpointRequest.Leave(join.pool(), join.id()));
    }

    /** {@code resolve USER POOL [items NUMBER] [age DURATION] [patience DURATION]}. */
    private void resolve(Words words) {
        ask(
                words,
                pool ->
                        new EndpointRequest.Resolve(
                                pool,
                                words.after("items").map(Long::parseLong).orElse(0L),
                                words.after("age")
                                        .map(TranscriptStage::duration)
                                        .orElse(Duration.ZERO),
                                patience(words)));
    }

    private static Duration patience(Words words) {
        return words.after("patience").map(TranscriptStage::duration).orElse(Duration.ofSeconds(5));
    }

    private interface Asking {
        EndpointRequest of(PoolHandle pool);
    }

    private void ask(Words words, Asking asking) {
        var node = node(words);
        node.ask(asking.of(PoolHandle.of(words.next("a pool"))));
    }

    /** {@code report USER ELEMENT}. */
    private void report(Words words) {
        var node = node(words);
        var join = elementNamed(words.next("an element"));
        node.ask(new EndpointRequest.Report(join.pool(), join.id()));
    }

    /** {@code claim ELEMENT by NUMBER}: the registrar sends a keep-alive with the H bit. */
    private void claim(Words words) {
        var name = words.next("an element");
        var join = elementNamed(name);
        var registrar = named(words.need("by"));
        var keepAlive =
                new AsapMessage.EndpointKeepAlive(
                        new RegistrarId(Integer.parseInt(registrar.name())),
                        join.pool(),
                        true,
                        Optional.of(join.id()));
        world.visit(registrar, named(name), keepAlive);
    }

    /**
     * {@code partition NODE… from NODE…} or, in one direction only, {@code partition NODE to NODE}.
     */
    private void partition(Words words) {
        var some = new ArrayList<Node>();
        var others = new ArrayList<Node>();
        var target = some;
        boolean mutual = true;
        while (words.hasMore()) {
            var word = words.next("a node");
            if (word.equals("from") || word.equals("to")) {
                mutual = word.equals("from");
                target = others;
            } else {
                target.add(named(word));
            }
        }
        world.partition(mutual ? Cut.between(some, others) : Cut.oneWay(some, others));
    }

    private EndpointRequest.Join elementNamed(String name) {
        return Optional.ofNullable(joins.get(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no element " + name));
    }

    private Node node(Words words) {
        return named(words.next("a node"));
    }

    private Node named(String name) {
        return world.node(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    private static TransportProtocol transport(String word) {
        return TransportProtocol.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Reads {@code 300ms}, {@code 2s} or {@code 5m}. */
    private static Duration duration(String word) {
        var number = word.replaceAll("[a-z]+$", "");
        if (!number.matches("\\d+")) {
            throw new IllegalArgumentException(
                    "a duration is written as 300ms, 2s or 5m, not '%s'".formatted(word));
        }
        long value = Long.parseLong(number);
        return switch (word.substring(number.length())) {
            case "ms" -> Duration.ofMillis(value);
            case "s" -> Duration.ofSeconds(value);
            case "m" -> Duration.ofMinutes(value);
            default ->
                    throw new IllegalArgumentException(
                            "a duration is written as 300ms, 2s or 5m, not '%s'".formatted(word));
        };
    }
}
