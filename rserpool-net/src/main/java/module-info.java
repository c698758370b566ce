/** Sockets, threads and the clock around the machines of {@code org.rserpool.core}. */
module org.rserpool.net {
    requires transitive org.rserpool.core;
    requires jdk.net;
    requires jdk.sctp;
    requires static org.jspecify;

    exports org.rserpool.net;
    exports org.rserpool.net.memory;
    exports org.rserpool.net.transport;
}
