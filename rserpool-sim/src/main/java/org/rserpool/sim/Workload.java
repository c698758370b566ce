package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.core.profile.Profile;
import org.rserpool.core.registrar.RegistrarPlace;
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
        boolean announce = scenario.hunting() != Scenario.Hunting.CONFIGURED;
        for (int i = 1; i <= scenario.registrars(); i++) {
            var host = Host.registrar(i);
            var id = new RegistrarId(chance.generator().nextInt() | 1);
            var place = new RegistrarPlace(host.asap(), host.enrp());
            var software =
                    Software.registrar(
                            id,
                            scenario.profile().registrar(),
                            announce ? place.announcing(Protocol.ASAP) : place);
            registrars.add(
                    world.add(
                            host.spec(
                                    Role.REGISTRAR,
                                    Integer.toString(i),
                                    true,
                                    scenario.profile(),
                                    mutation.registrar().apply(software))));
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
                            asapTransport));
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
        var targets = new ArrayList<TransportAddress>();
        world.nodes()
                .forEach(node ->
                        node.spec.listeners().forEach(listener -> targets.add(listener.address())));
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
                    world.add(host.spec(Role.ROGUE, "r" + i, false, scenario.profile(), software));
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
                scenario.hunting() != Scenario.Hunting.CONFIGURED,
                scenario.profile(),
                mutation.endpoint().apply(software));
    }

    private EndpointConfig config(TransportProtocol transport) {
        var config = scenario.profile().endpoint();
        if (scenario.hunting() == Scenario.Hunting.ANNOUNCED) {
            return config;
        }
        var addresses = new ArrayList<TransportAddress>();
        for (int i = 1; i <= scenario.registrars(); i++) {
            Host.registrar(i).asap().stream()
                    .filter(a -> a.protocol() == transport)
                    .forEach(addresses::add);
        }
        return config.withRegistrars(addresses);
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
