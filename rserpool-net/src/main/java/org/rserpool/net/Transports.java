package org.rserpool.net;

import java.util.List;
import java.util.Optional;
import org.rserpool.net.sctp.KernelSctp;
import org.rserpool.net.tcp.Tcp;
import org.rserpool.net.transport.TransportKind;
import org.rserpool.net.udp.Multicast;

/** The transports that come with this module. */
public final class Transports {

    /** TCP, framed by the length fields of the messages. */
    public static final TransportKind TCP = new Tcp();

    /** The SCTP of the operating system. */
    public static final TransportKind KERNEL_SCTP = new KernelSctp();

    /** Multicast over UDP. */
    public static final TransportKind MULTICAST = new Multicast();

    private static final List<TransportKind> ALL = List.of(TCP, KERNEL_SCTP, MULTICAST);

    private Transports() {}

    /**
     * One transport as this machine has it.
     *
     * @param unavailable in one line why it is missing; empty if it is there
     * @param restrictions in one line each what it cannot do, if it is there
     */
    public record Availability(
            TransportKind kind, Optional<String> unavailable, List<String> restrictions) {

        private static Availability of(TransportKind kind) {
            var unavailable = kind.unavailable();
            return new Availability(
                    kind, unavailable, unavailable.isEmpty() ? kind.restrictions() : List.of());
        }

        /** Copies the list. */
        public Availability {
            restrictions = List.copyOf(restrictions);
        }
    }

    /** Returns which transports this machine has, and why it has not the others. */
    public static List<Availability> survey() {
        return ALL.stream().map(Availability::of).toList();
    }

    /** Returns the transports that this machine has. */
    public static List<TransportKind> available() {
        return ALL.stream().filter(kind -> kind.unavailable().isEmpty()).toList();
    }
}
