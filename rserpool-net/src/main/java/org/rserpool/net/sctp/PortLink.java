package org.rserpool.net.sctp;

import com.sun.nio.sctp.Association;
import com.sun.nio.sctp.MessageInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/** A link whose association shares its socket with the others of the port. */
final class PortLink extends SctpLink {

    private final ManyPort port;
    private final Optional<TransportAddress.Sctp> target;
    private Optional<Integer> number = Optional.empty();
    private Optional<Established> established = Optional.empty();

    private record Established(Association association, MessageInfo outgoing) {}

    /** Makes a link that was accepted and admitted. */
    PortLink(SctpTransport transport, ManyPort port) {
        super(transport, port.protocol());
        this.port = port;
        this.target = Optional.empty();
    }

    /** Makes a link to be opened. */
    PortLink(SctpTransport transport, ManyPort port, Link link, TransportAddress.Sctp target) {
        super(transport, port.protocol(), link);
        this.port = port;
        this.target = Optional.of(target);
    }

    /** Returns the number of the association, once it is known. */
    Optional<Integer> number() {
        return number;
    }

    void isNumbered(int newNumber) {
        number = Optional.of(newNumber);
    }

    void has(Association association) {
        number = Optional.of(association.associationID());
        established =
                Optional.of(
                        new Established(
                                association, MessageInfo.createOutgoing(association, null, 0)));
    }

    /** Returns whether the link is to be opened to this peer. */
    boolean isTo(int remotePort, List<IpAddress> remote) {
        return target.isPresent()
                && target.get().port() == remotePort
                && target.get().addresses().stream().anyMatch(remote::contains);
    }

    /** Returns whether the link is open and leads to this peer. */
    boolean isWith(TransportAddress.Sctp other) {
        return isOpen()
                && peer().port() == other.port()
                && peer().addresses().stream().anyMatch(other.addresses()::contains);
    }

    @Override
    void refreshAddresses() {
        try {
            port.addresses(this, established.orElseThrow().association);
        } catch (IOException e) {
            lost(e);
        }
    }

    @Override
    TransportAddress peer() {
        return isOpen() || target.isEmpty() ? super.peer() : target.get();
    }

    @Override
    boolean transmit(ByteBuffer octets, Protocol as) throws IOException {
        var outgoing = established.orElseThrow().outgoing;
        outgoing.payloadProtocolID(as.payloadProtocolId());
        return port.channel().send(octets, outgoing) > 0;
    }

    @Override
    void awaitRoom() {
        port.awaitRoom(this);
    }

    @Override
    void shutDown() throws IOException {
        port.channel().shutdown(established.orElseThrow().association);
    }

    @Override
    void abortAssociation() {
        if (established.isPresent()) {
            port.abort(established.get().association);
        } else {
            number.ifPresent(port::abort);
        }
    }

    @Override
    void releaseAssociation() {
        port.forget(this);
    }
}
