package org.rserpool.sim;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.rserpool.core.Machine;
import org.rserpool.core.endpoint.EndpointConfig;
import org.rserpool.core.endpoint.EndpointMachine;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.core.registrar.RegistrarConfig;
import org.rserpool.core.registrar.RegistrarMachine;
import org.rserpool.core.registrar.RegistrarPlace;
import org.rserpool.wire.RegistrarId;

/** What is installed on a node: makes a new machine for each process that is started. */
@FunctionalInterface
public interface Software {

    /**
     * Starts a process.
     *
     * @param random the source of all chance of the process
     */
    Program start(RandomGenerator random);

    /**
     * A machine, and what checks may look into.
     *
     * @param handlespace the registrar's handlespace; empty for others
     */
    record Program(Machine machine, Optional<Handlespace> handlespace) {}

    /** Returns the registrar of the core. */
    static Software registrar(RegistrarId self, RegistrarConfig config, RegistrarPlace place) {
        return random -> {
            var machine =
                    new RegistrarMachine(
                            self,
                            config,
                            Policies.STANDARD,
                            SelectionConfig.DEFAULTS,
                            place,
                            random);
            return new Program(machine, Optional.of(machine.handlespace()));
        };
    }

    /** Returns the ASAP endpoint of the core. */
    static Software endpoint(EndpointConfig config) {
        return random ->
                new Program(
                        new EndpointMachine(config, Policies.STANDARD, random), Optional.empty());
    }

    /** Returns this software with something around each machine, as tests of the simulator need. */
    default Software around(UnaryOperator<Machine> wrapper) {
        return random -> {
            var program = start(random);
            return new Program(wrapper.apply(program.machine()), program.handlespace());
        };
    }
}
