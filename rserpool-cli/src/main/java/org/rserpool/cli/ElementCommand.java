package org.rserpool.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.rserpool.cli.service.ServicePort;
import org.rserpool.cli.service.StandardService;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.cli.terminal.Table;
import org.rserpool.client.ElementEvent;
import org.rserpool.client.PoolElement;
import org.rserpool.client.PoolException;
import org.rserpool.client.Registrars;
import org.rserpool.client.ScopeConfig;
import org.rserpool.core.endpoint.ServiceAddress;
import org.rserpool.core.profile.Profile;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportProtocol;
import org.rserpool.wire.TransportUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a pool element. */
@Command(
        name = "element",
        description = {
            "Joins a pool and serves until it is told to stop; prints a line at each registrar with"
                    + " which it is registered."
        })
final class ElementCommand implements Callable<Integer> {

    private static final System.Logger LOGGER = System.getLogger(ElementCommand.class.getName());

    /** Between two looks at who has announced itself. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Shell shell;

    @Parameters(paramLabel = "POOL", description = "The pool.")
    PoolHandle pool = PoolHandle.of("-");

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = {
                "Where it serves; otherwise over the transport and at the local address by which it"
                        + " talks to the registrar, at any port."
            })
    Optional<Addresses> listen = Optional.empty();

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "What it serves: echo (default), discard, daytime or chargen.")
    StandardService service = StandardService.ECHO;

    @Option(
            names = "--policy",
            paramLabel = "NAME[:NUMBER[,NUMBER]]",
            description = "How users are spread, with its values, as weighted-round-robin:3.")
    PolicyInfo policy = PolicyInfo.ROUND_ROBIN;

    @Option(names = "--id", paramLabel = "HEX", description = "Its identifier; any otherwise.")
    Optional<ElementId> id = Optional.empty();

    @Option(
            names = "--lifetime",
            paramLabel = "TIME|infinite",
            description = "How long a registration lasts without renewal; 5m otherwise.")
    RegistrationLife lifetime = RegistrationLife.of(Duration.ofMinutes(5));

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            description = "How long users that are here are served on at the end; 5s otherwise.")
    Duration drain = Duration.ofSeconds(5);

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = {
                "The host that it names as its own, as behind NAT; may be repeated. The registrar"
                        + " must allow it."
            })
    List<IpAddress> advertised = List.of();

    @Option(names = "--until-eof", hidden = true, description = "Stop when standard input ends.")
    boolean untilEof;

    @Mixin Scope scope = new Scope();
    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicBoolean gaveUp = new AtomicBoolean();

    ElementCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        common.log(System.Logger.Level.INFO);
        checkRegistrable();
        var wanted = scope.config(common.profile()).withAdvertised(advertised);
        if (untilEof) {
            shell.stopAtEof();
        }
        shell.stop().heed();
        var reachable = wanted.registrars().isEmpty() ? withAnnounced(wanted) : Optional.of(wanted);
        return reachable.isPresent() ? serve(reachable.get()) : ExitCode.DONE;
    }

    private int serve(ScopeConfig config) throws IOException, InterruptedException {
        var address = listenAddress(config);
        try (var registrars = Registrars.of(config);
                var port = ServicePort.open(address, service)) {
            serve(registrars, port, serviceAddress(address, port.number()));
        }
        if (gaveUp.get()) {
            throw new PoolException.NoRegistrar(
                    "no registrar answers any more: the element is not in pool %s".formatted(pool));
        }
        return refused.get() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void serve(Registrars registrars, ServicePort port, ServiceAddress address)
            throws InterruptedException {
        var description =
                PoolElement.joining(pool)
                        .serving(address)
                        .policy(policy)
                        .life(lifetime)
                        .onEvent(this::tell);
        id.ifPresent(description::id);
        var joined = join(description, registrars);
        if (joined.isEmpty()) {
            return;
        }
        try (var _ = joined.get()) {
            shell.stop().await();
        }
        if (!port.drain(drain)) {
            LOGGER.log(System.Logger.Level.WARNING, "users are still here, and are left");
        }
    }

    /** Joins the pool; empty if it was told to stop before a registrar answered. */
    private Optional<PoolElement> join(PoolElement.Builder description, Registrars registrars) {
        try {
            return Optional.of(description.start(registrars));
        } catch (PoolException.NoRegistrar e) {
            if (shell.stop().isAsked()) {
                LOGGER.log(System.Logger.Level.DEBUG, "told to stop before it was registered", e);
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Says what has become of the registration, and ends what nothing more will become of. */
    void tell(ElementEvent event) {
        switch (event) {
            case ElementEvent.Registered(var info, var registrar) ->
                    shell.say(
                            "registered %s id=%s registrar=%s listen=%s"
                                    .formatted(
                                            Table.assignment("pool", pool.toString()),
                                            info.id(),
                                            registrar,
                                            info.userTransport()));
            case ElementEvent.Refused _ -> {
                refused.set(true);
                shell.stop().ask();
            }
            case ElementEvent.GaveUp _ -> {
                gaveUp.set(true);
                shell.stop().ask();
            }
            case ElementEvent.Removed _, ElementEvent.Unreachable _ -> {} // logged by the library
        }
    }

    // ---- where to serve ----

    private void checkRegistrable() {
        Stream.concat(
                        advertised.stream(),
                        listen.stream()
                                .flatMap(addresses -> addresses.all().stream())
                                .flatMap(address -> address.addresses().stream())
                                .filter(host -> !host.isUnspecified()))
                .filter(host -> !ServiceAddress.isRegistrable(host))
                .findFirst()
                .ifPresent(host -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            "%s reaches this machine from nowhere else".formatted(host));
                });
    }

    private TransportAddress listenAddress(ScopeConfig config) {
        if (listen.isEmpty()) {
            return likeTheLink(config.registrars().getFirst());
        }
        var addresses = listen.get().all();
        if (addresses.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "an element listens at one address, not at " + addresses);
        }
        return addresses.getFirst();
    }

    /**
     * Waits until registrars have announced themselves: how to serve depends on how they talk.
     * Empty if it was told to stop meanwhile.
     */
    private Optional<ScopeConfig> withAnnounced(ScopeConfig config) throws InterruptedException {
        long end = System.nanoTime() + config.timeout().toNanos();
        try (var registrars = Registrars.of(config)) {
            while (System.nanoTime() - end < 0 && !shell.stop().await(LOOK)) {
                var known = registrars.known();
                if (!known.isEmpty()) {
                    return Optional.of(config.withRegistrars(known));
                }
            }
        }
        if (shell.stop().isAsked()) {
            return Optional.empty();
        }
        throw new PoolException.NoRegistrar(
                "no registrar has announced itself within %d ms"
                        .formatted(config.timeout().toMillis()));
    }

    /** Only within the machine if the registrar is there, else wherever the link will be. */
    private static TransportAddress likeTheLink(TransportAddress registrar) {
        boolean within = registrar.addresses().stream().allMatch(IpAddress::isLoopback);
        var host = registrar.addresses().getFirst();
        var hosts =
                within
                        ? registrar.addresses()
                        : List.<IpAddress>of(
                                host instanceof IpAddress.V4
                                        ? new IpAddress.V4(0)
                                        : new IpAddress.V6(0, 0));
        return registrar.protocol() == TransportProtocol.SCTP
                ? new TransportAddress.Sctp(0, TransportUse.DATA_ONLY, hosts)
                : new TransportAddress.Tcp(0, hosts.getFirst());
    }

    /** Returns what to register: the addresses of the link where it was not said which. */
    private ServiceAddress serviceAddress(TransportAddress bound, int port) {
        boolean any = bound.addresses().stream().anyMatch(IpAddress::isUnspecified);
        return new ServiceAddress(
                bound.protocol(),
                port,
                use(bound.protocol()),
                any || listen.isEmpty() ? List.of() : bound.addresses());
    }

    /** RSPLIB's elements have a control channel beside the data, and a pool must be uniform. */
    private TransportUse use(TransportProtocol protocol) {
        return protocol == TransportProtocol.SCTP && common.profile() == Profile.RSPLIB
                ? TransportUse.DATA_PLUS_CONTROL
                : TransportUse.DATA_ONLY;
    }
}
