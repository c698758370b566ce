package org.rserpool.net.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;

/** A process that holds many connections and says nothing: {@code PORT COUNT}. */
final class SilentClients {

    private SilentClients() {}

    /** Connects, prints {@code connected}, and ends with its input. */
    public static void main(String... arguments) throws Exception {
        var target =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var channels = new ArrayList<SocketChannel>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            channels.add(SocketChannel.open(target));
        }
        System.out.println("connected");
        System.in.read();
        System.out.println("ending " + channels.size());
    }
}
