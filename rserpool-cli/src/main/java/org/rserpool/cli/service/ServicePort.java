package org.rserpool.cli.service;

import java.io.IOException;
import java.time.Duration;
import org.rserpool.wire.TransportAddress;

/**
 * A port at which a service is offered, until it is closed. May be shared between threads; those
 * that serve over SCTP only between platform threads, because the JDK's SCTP channels do not stand
 * others.
 */
public sealed interface ServicePort extends AutoCloseable permits TcpPort, SctpPort {

    /** How many users are served at a time; others wait to be accepted. */
    int MAX_SESSIONS = 1_000;

    /**
     * Opens a port.
     *
     * @param address where; the wildcard address stands for all of the machine, port 0 for any
     * @throws IOException if it cannot be opened; the message is for people
     */
    static ServicePort open(TransportAddress address, Service service) throws IOException {
        return switch (address) {
            case TransportAddress.Tcp tcp -> TcpPort.open(tcp, service);
            case TransportAddress.Sctp sctp -> SctpPort.open(sctp, service);
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IOException("a service is offered over TCP or SCTP, not " + address);
        };
    }

    /** Returns the port's number. */
    int number();

    /**
     * Accepts no more users once those that are here have gone, or when the time is over.
     *
     * @return whether all have gone
     * @throws InterruptedException if the thread is interrupted
     */
    boolean drain(Duration time) throws InterruptedException;

    /** Stops accepting users and ends the sessions of those that are here. */
    @Override
    void close();
}
