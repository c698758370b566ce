package org.rserpool.cli.service;

import java.io.IOException;
import java.time.Duration;
import org.rserpool.wire.TransportAddress;

/** A user's dialogue with an echo service, a line at a time. For one platform thread. */
public sealed interface Dialogue extends AutoCloseable permits TcpDialogue, SctpDialogue {

    /** The longest line. */
    int MAX_LINE = 64 * 1024;

    /**
     * Begins a dialogue.
     *
     * @param patience how long that may take
     * @throws IOException if the element cannot be reached
     */
    static Dialogue with(TransportAddress element, Duration patience) throws IOException {
        return switch (element) {
            case TransportAddress.Tcp tcp -> TcpDialogue.open(tcp, patience);
            case TransportAddress.Sctp sctp -> SctpDialogue.open(sctp, patience);
            case TransportAddress.Udp _,
                    TransportAddress.UdpLite _,
                    TransportAddress.Dccp _,
                    TransportAddress.Opaque _ ->
                    throw new IOException("%s is neither TCP nor SCTP".formatted(element));
        };
    }

    /**
     * Sends a line and waits for what comes back.
     *
     * @param line without its end
     * @param patience how long that may take
     * @return a line, without its end
     * @throws IOException if the connection is lost, or nothing comes back in time; the dialogue is
     *     of no use then
     */
    byte[] ask(byte[] line, Duration patience) throws IOException;

    @Override
    void close();
}
