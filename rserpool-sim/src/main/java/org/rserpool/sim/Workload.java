package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarPlace;
import org.rserpool.core.registrar.RegistrarRequest;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.message.Protocol;

/**
 * The registrars, elements and users of a scenario, and what they do: elements that come, go and
 * change, users that resolve, call, report and watch.
 */
public final class Workload {

    private final World world;
    private final Scenario scenario;
    private final Truth truth;
    private final Chance chance;
    private final Mutation mutation;
    private final List<Node> registrars = new ArrayList<>();
    private final List<Node> elements = new ArrayList<>();
    private final List<UserApplication> users = new ArrayList<>();
    private final List<Node> rogues = new ArrayList<>();
    private final List<CallObserver> callObservers = new ArrayList<>();
    private final CallObserver calls = new Calls();
    private boolean over;

    /** Changes what is installed on nodes, so that checks can be checked. */
    public record Mutation(UnaryOperator<Software> registrar, UnaryOperator<Software> endpoint) {

        /** Changes nothing. */
        public static final Mutation NONE =
                new Mutation(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Puts all nodes of a scenario into a world; they do not run yet. */
    public Workload(World world, Scenario scenario, Truth truth, Mutation mutation) {
        this.world = world;
        this.scenario = scenario;
        this.truth = truth;
        this.mutation = mutation;
        this.chance = world.chance().of("workload");
        addRegistrars();
        addElements();
        addUsers();
        addRogues();
    }

    private final class Calls implements CallObserver {
        @Override
        public void onServed(Call call, ElementId element, int tries) {
            callObservers.forEach(o -> o.onServed(call, element, tries));
        }

        @Override
        public void onFailover(Call call, ElementId element, String outcome) {
            callObservers.forEach(o -> o.onFailover(call, element, outcome));
        }

        @Override
        public void onUnknown(Call call) {
            callObservers.forEach(o -> o.onUnknown(call));
        }

        @Override
        public void onFailed(Call call, String why) {
            callObservers.forEach(o -> o.onFailed(call, why));
        }
    }

    private void addRegistrars() {
        var own = world.chance().of("registrars");
        var meeting = scenario.meeting();
        var hears = EnumSet.of(Protocol.ASAP);
        if (meeting.announced()) {
            hears.add(Protocol.ENRP);
        }
        for (int i = 1; i <= scenario.registrars(); i++) {
            var host = Host.registrar(i, meeting.transport());
            var software = registrar(own, place(host, peersOf(own, i)));
            var node =
                    world.add(
                            host.spec(
                                    Role.REGISTRAR,
                                    Integer.toString(i),
                                    hears,
                                    scenario.profile(),
                                    mutation.registrar().apply(software)));
            registrars.add(node);
        }
    }

    /** Every second registrar has the same identifier each time, the others draw it. */
    private Software registrar(Chance own, RegistrarPlace place) {
        boolean same = own.percent(50);
        var id = new RegistrarId(own.generator().nextInt() | 1);
        var config = scenario.profile().registrar();
        return random ->
                Software.registrar(same ? id : new RegistrarId(random.nextInt() | 1), config, place)
                        .start(random);
    }

    private RegistrarPlace place(Host host, List<TransportAddress> peers) {
        var place = new RegistrarPlace(host.asap(), host.enrp()).withPeers(peers);
        if (scenario.hunting() != Scenario.Hunting.CONFIGURED) {
            place = place.announcing(Protocol.ASAP);
        }
        return scenario.meeting().announced() ? place.announcing(Protocol.ENRP) : place;
    }

    /**
     * Draws where a registrar looks for its peers: everywhere, itself included, or at a few of
     * them, but always so that all hang together.
     */
    private List<TransportAddress> peersOf(Chance own, int number) {
        if (!scenario.meeting().configured()) {
            return List.of();
        }
        var peers = new ArrayList<TransportAddress>();
        for (int i = 1; i <= scenario.registrars(); i++) {
            boolean needed = i == number - 1 || i == number + 1;
            if (!scenario.meeting().partly() || needed || own.percent(30)) {
                peers.add(enrp(i));
            }
        }
        return peers;
    }

    private TransportAddress enrp(int number) {
        return Host.registrar(number, scenario.meeting().transport()).enrp().getFirst();
    }

    /** An operator tells a registrar where its peers may be, in another way than before. */
    void usePeers(Node registrar) {
        int number = registrars.indexOf(registrar) + 1;
        if (registrar.isRunning() && scenario.meeting().configured()) {
            registrar.ask(new RegistrarRequest.UsePeers(peersOf(chance, number)));
        }
    }

    private void addElements() {
        var slotsOfHosts = new ArrayList<List<ElementApplication.Slot>>();
        for (int i = 0; i < scenario.hosts(); i++) {
            slotsOfHosts.add(new ArrayList<>());
        }
        for (int i = 0; i < scenario.elements(); i++) {
            int host = i < scenario.hosts() ? i : chance.between(0, scenario.hosts() - 1);
            slotsOfHosts
                    .get(host)
                    .add(
                            new ElementApplication.Slot(
                                    "e" + (i + 1),
                                    chance.oneOf(scenario.pools()),
                                    7000 + i,
                                    freshId(),
                                    chance.percent(50)));
        }
        for (int i = 0; i < scenario.hosts(); i++) {
            boolean listens = chance.percent(70);
            var transport = drawnTransport(Role.ELEMENT);
            var host = Host.element(i + 1, transport, listens);
            var node = world.add(endpoint(host, Role.ELEMENT, "h" + (i + 1), transport));
            var asapTransport =
                    transport == TransportProtocol.TCP && listens
                            ? Optional.of(new ServiceAddress(transport, host.port()))
                            : Optional.<ServiceAddress>empty();
            node.install(
                    new ElementApplication(
                            node,
                            truth,
                            world.chance().of("element", i),
                            this,
                            slotsOfHosts.get(i),
                            asapTransport,
                            registrarsFor(transport)));
            elements.add(node);
        }
    }

    private void addUsers() {
        var services = new Services(world, truth);
        var pools = scenario.pools().stream().map(Scenario.PoolSpec::handle).toList();
        for (int i = 0; i < scenario.users(); i++) {
            var transport = drawnTransport(Role.USER);
            var host = Host.user(i + 1, transport);
            var node = world.add(endpoint(host, Role.USER, "u" + (i + 1), transport));
            var user =
                    new UserApplication(node, services, world.chance().of("user", i), this, pools);
            node.install(user);
            users.add(user);
        }
    }

    private void addRogues() {
        var targets = new ArrayList<NodeSpec.Listener>();
        world.nodes().forEach(node -> targets.addAll(node.spec.listeners()));
        var pools = scenario.pools().stream().map(Scenario.PoolSpec::handle).toList();
        for (int i = 1; i <= scenario.rogues(); i++) {
            var own = world.chance().of("rogue", i);
            var host = Host.rogue(i);
            var between = own.between(Duration.ofMillis(20), Duration.ofSeconds(2));
            Software software =
                    random ->
                            new Software.Program(
                                    new Rogue(
                                            new Chance(random.nextLong()),
                                            truth,
                                            pools,
                                            host.asap().getFirst(),
                                            targets,
                                            between),
                                    Optional.empty());
            var node =
                    world.add(
                            host.spec(Role.ROGUE, "r" + i, Set.of(), scenario.profile(), software));
            world.garble(node, own.oneOf(List.of(0, 10, 50)));
            rogues.add(node);
        }
    }

    /** TCP between element and registrar is an extension that only some dialects have. */
    private TransportProtocol drawnTransport(Role role) {
        boolean tcp = role == Role.USER || scenario.profile().dialect().tcpControl();
        return tcp && chance.percent(50) ? TransportProtocol.TCP : TransportProtocol.SCTP;
    }

    private NodeSpec endpoint(Host host, Role role, String name, TransportProtocol transport) {
        var software = Software.endpoint(config(transport));
        return host.spec(
                role,
                name,
                scenario.hunting() == Scenario.Hunting.CONFIGURED
                        ? EnumSet.noneOf(Protocol.class)
                        : EnumSet.of(Protocol.ASAP),
                scenario.profile(),
                mutation.endpoint().apply(software));
    }

    private EndpointConfig config(TransportProtocol transport) {
        return scenario.profile().endpoint().withRegistrars(registrarsFor(transport));
    }

    /** Returns where endpoints look for registrars; nowhere if those announce themselves. */
    private List<TransportAddress> registrarsFor(TransportProtocol transport) {
        var addresses = new ArrayList<TransportAddress>();
        if (scenario.hunting() != Scenario.Hunting.ANNOUNCED) {
            for (int i = 1; i <= scenario.registrars(); i++) {
                Host.registrar(i).asap().stream()
                        .filter(a -> a.protocol() == transport)
                        .forEach(addresses::add);
            }
        }
        return addresses;
    }

    /** Starts all processes: registrars first, the others soon. */
    public void start() {
        registrars.forEach(world::start);
        var later = Duration.ofSeconds(2);
        for (Node node : world.nodes()) {
            if (node.role() != Role.REGISTRAR) {
                world.after(chance.between(Duration.ZERO, later), () -> world.restart(node));
            }
        }
    }

    /** Ends all coming, going, changing and lying; users go on calling. */
    public void calmDown() {
        over = true;
        rogues.forEach(world::crash);
        users.stream()
                .filter(user -> user.node().state() != Node.State.DOWN)
                .forEach(UserApplication::callAll);
    }

    /** Returns whether nobody comes, goes and changes any more. */
    public boolean isOver() {
        return over;
    }

    /** Lets somebody see what becomes of calls. */
    public void observe(CallObserver observer) {
        callObservers.add(observer);
    }

    CallObserver calls() {
        return calls;
    }

    Duration now() {
        return world.now();
    }

    /** Returns the hosts of registrars. */
    public List<Node> registrars() {
        return registrars;
    }

    /** Returns the hosts of elements. */
    public List<Node> elements() {
        return elements;
    }

    /** Returns the users. */
    public List<UserApplication> users() {
        return users;
    }

    /** Returns the average time between two things that one element or user does. */
    Duration betweenDeeds() {
        return scenario.betweenDeeds();
    }

    /** Returns how many times slower everything is than with fast timers. */
    int pace() {
        return scenario.pace();
    }

    /** Returns how long users wait for an answer. */
    Duration patience() {
        return scenario.profile() == Profile.FAST ? Duration.ofSeconds(5) : Duration.ofSeconds(60);
    }

    /** Draws a registration life in seconds. */
    long drawnLife() {
        return chance.oneOf(List.of(300L, 60L, (long) chance.between(3, 60)));
    }

    /** Draws an identifier that no element has. */
    ElementId freshId() {
        return new ElementId(chance.generator().nextInt());
    }
}
