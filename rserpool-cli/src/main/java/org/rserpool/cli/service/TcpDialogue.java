package org.rserpool.cli.service;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.rserpool.wire.TransportAddress;

/** A dialogue over TCP, where a line ends with a line feed. May run on a virtual thread. */
final class TcpDialogue implements Dialogue {

    private static final System.Logger LOGGER = System.getLogger(TcpDialogue.class.getName());

    private static final int BUFFER = 8 * 1024;

    private final Socket socket;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    private TcpDialogue(Socket socket) {
        this.socket = socket;
    }

    static TcpDialogue open(TransportAddress.Tcp element, Duration patience) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(element.address().toInetAddress(), element.port()),
                    millis(patience));
            return new TcpDialogue(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public byte[] ask(byte[] line, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        var whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        socket.getOutputStream().write(whole);
        var answer = new ByteArrayOutputStream(whole.length);
        while (!takeLine(answer)) {
            if (answer.size() > MAX_LINE) {
                throw new IOException("a line of more than %d octets came".formatted(MAX_LINE));
            }
            var left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive()) {
                throw new SocketTimeoutException("nothing came back in time");
            }
            socket.setSoTimeout(millis(left));
            from = 0;
            to = Math.max(0, read());
            if (to == 0) {
                throw new EOFException("the element has closed the connection");
            }
        }
        return answer.toByteArray();
    }

    private int read() throws IOException {
        try {
            return socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException e) {
            var late = new SocketTimeoutException("nothing came back in time");
            late.initCause(e);
            throw late;
        }
    }

    /** Moves what was read to {@code line}; returns whether its end was there. */
    private boolean takeLine(ByteArrayOutputStream line) {
        int start = from;
        while (from < to) {
            if (buffer[from++] == '\n') {
                line.write(buffer, start, from - start - 1);
                return true;
            }
        }
        line.write(buffer, start, from - start);
        return false;
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "not closed properly", e);
        }
    }
}
