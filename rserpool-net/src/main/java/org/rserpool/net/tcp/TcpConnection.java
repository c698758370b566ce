package org.rserpool.net.tcp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.rserpool.core.Action.Close.Manner;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.core.Link;
import org.rserpool.net.internal.Addresses;
import org.rserpool.net.internal.Quietly;
import org.rserpool.net.transport.Connection;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.NetNotice;
import org.rserpool.net.transport.Ready;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * One link over TCP. A connection that says nothing and is told nothing holds no buffer.
 *
 * <p>States: it is connecting (only if it was opened), then open. It is finishing when either side
 * has closed: what waits is sent, then no more; what comes is thrown away until the other side ends
 * too. In the end it is gone.
 */
final class TcpConnection implements Connection, Ready, Framer.Sink {

    private static final byte[] NOTHING = {};

    private final Host host;
    private final TcpTransport transport;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Protocol protocol;
    private final Link link;
    private final TransportAddress remote;
    private final boolean admitted;
    private final Framer framer = new Framer();

    /** What waits to be sent: {@code out[outFrom]} to {@code out[outTo - 1]}. */
    private byte[] out = NOTHING;

    private int outFrom;
    private int outTo;

    private boolean connecting;
    private boolean finishing;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean gone;
    private boolean toFlush;

    /** Makes a connection that is about to be opened. */
    TcpConnection(
            Host host,
            TcpTransport transport,
            SocketChannel channel,
            Protocol protocol,
            Link link,
            TransportAddress remote)
            throws IOException {
        this.host = host;
        this.transport = transport;
        this.channel = channel;
        this.protocol = protocol;
        this.link = link;
        this.remote = remote;
        this.admitted = false;
        this.connecting = true;
        this.key = host.register(channel, 0, this);
    }

    /** Makes a connection that was accepted and admitted. */
    TcpConnection(Host host, TcpTransport transport, SocketChannel channel, Protocol protocol)
            throws IOException {
        this.host = host;
        this.transport = transport;
        this.channel = channel;
        this.protocol = protocol;
        this.remote = TcpTransport.address(channel.getRemoteAddress());
        this.admitted = true;
        this.key = host.register(channel, SelectionKey.OP_READ, this);
        var local = TcpTransport.address(channel.getLocalAddress());
        this.link = host.accepted(this);
        host.up(link, protocol, local, remote);
    }

    // ---- opening ----

    void connect() throws IOException {
        transport.opening().start(this, host.now(), host.limits().connectTimeout());
        var address = remote.addresses().getFirst();
        try {
            if (channel.connect(Addresses.socketAddress(address, remote.port()))) {
                connected();
            } else {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            transport.opening().cancel(this);
            gone = true;
            throw e;
        }
    }

    private void finishConnect() {
        try {
            if (channel.finishConnect()) {
                connected();
            }
        } catch (IOException e) {
            unreachable(String.valueOf(e.getMessage()));
        }
    }

    private void connected() throws IOException {
        var local = TcpTransport.address(channel.getLocalAddress());
        transport.opening().cancel(this);
        connecting = false;
        key.interestOps(SelectionKey.OP_READ);
        host.up(link, protocol, local, remote);
        if (outTo > outFrom || finishing) {
            flushLater();
        }
    }

    void tookTooLong() {
        unreachable("no answer within " + host.limits().connectTimeout());
    }

    private void unreachable(String why) {
        host.tell(new NetNotice.LinkFailed(link, remote, why));
        fail(Reason.UNREACHABLE);
    }

    // ---- receiving ----

    @Override
    public void ready(SelectionKey ready) {
        int operations = ready.readyOps();
        if ((operations & SelectionKey.OP_CONNECT) != 0) {
            finishConnect();
        }
        if (!gone && (operations & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        if (!gone && (operations & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    private void read() {
        var buffer = transport.readBuffer();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            lost(e);
            return;
        }
        if (count < 0) {
            inputEnded = true;
            if (finishing) {
                flushLater();
            } else {
                // The other side may still read: what the machine says to the last messages is
                // sent before the connection goes.
                host.down(link, Reason.CLOSED);
                finish();
            }
        } else if (!finishing && !framer.feed(transport.readOctets(), 0, count, this)) {
            host.tell(new NetNotice.LinkFailed(link, remote, "a message of less than 4 octets"));
            fail(Reason.VIOLATION);
        }
    }

    @Override
    public void message(byte[] octets, int from, int to) {
        host.arrived(link, protocol, octets, from, to);
    }

    // ---- sending ----

    @Override
    public void send(Message message) {
        if (gone || outputEnded) {
            return;
        }
        int size = Wire.sizeOf(message);
        if (outTo - outFrom + size > host.limits().maxSendQueue()) {
            flush();
            if (gone || outTo - outFrom + size > host.limits().maxSendQueue()) {
                fail(Reason.OVERFLOW);
                return;
            }
        }
        makeRoom(size);
        outTo = host.wire().encode(message, out, outTo);
        flushLater();
    }

    private void makeRoom(int size) {
        int waiting = outTo - outFrom;
        if (out.length - outTo >= size) {
            return;
        }
        if (out.length - waiting >= size) {
            System.arraycopy(out, outFrom, out, 0, waiting);
        } else {
            var larger = transport.borrow(Math.max(waiting + size, 2 * out.length));
            System.arraycopy(out, outFrom, larger, 0, waiting);
            transport.giveBack(out);
            out = larger;
        }
        outFrom = 0;
        outTo = waiting;
    }

    private void flushLater() {
        if (!toFlush) {
            toFlush = true;
            transport.toFlush(this);
        }
    }

    void flush() {
        toFlush = false;
        if (gone || connecting) {
            return;
        }
        try {
            if (outTo > outFrom) {
                outFrom += channel.write(ByteBuffer.wrap(out, outFrom, outTo - outFrom));
            }
            if (outTo == outFrom) {
                transport.giveBack(out);
                out = NOTHING;
                outFrom = 0;
                outTo = 0;
                if (finishing) {
                    endOutput();
                }
            }
        } catch (IOException e) {
            lost(e);
        }
        if (!gone) {
            int read = inputEnded ? 0 : SelectionKey.OP_READ;
            int write = outTo > outFrom ? SelectionKey.OP_WRITE : 0;
            if (key.interestOps() != (read | write)) {
                key.interestOps(read | write);
            }
        }
    }

    private void endOutput() throws IOException {
        if (inputEnded) {
            release();
        } else if (!outputEnded) {
            // Closed at once, with octets unread, the kernel would send a reset, and that may
            // overtake what was sent.
            outputEnded = true;
            channel.shutdownOutput();
        }
    }

    // ---- ending ----

    @Override
    public void close(Manner manner) {
        switch (manner) {
            case GRACEFUL -> finish();
            case ABORT -> abort();
        }
    }

    private void finish() {
        if (gone || finishing) {
            return;
        }
        if (connecting && outTo == outFrom) {
            release();
            return;
        }
        finishing = true;
        transport.closing().start(this, host.now(), host.limits().closeTimeout());
        flushLater();
    }

    private void lost(IOException e) {
        host.tell(new NetNotice.LinkFailed(link, remote, String.valueOf(e.getMessage())));
        fail(Reason.LOST);
    }

    /** Ends the link, of which the host hears if neither side has closed it before. */
    private void fail(Reason reason) {
        if (!finishing) {
            host.down(link, reason);
        }
        abort();
    }

    void abort() {
        if (gone) {
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Not connected, or reset already: there is nothing that could linger.
        }
        release();
    }

    private void release() {
        gone = true;
        transport.opening().cancel(this);
        transport.closing().cancel(this);
        transport.giveBack(out);
        out = NOTHING;
        outFrom = 0;
        outTo = 0;
        Quietly.close(channel);
        if (admitted) {
            host.leave();
        }
    }
}
