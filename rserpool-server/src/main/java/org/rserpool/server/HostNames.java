package org.rserpool.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.rserpool.wire.IpAddress;

/**
 * Knows the addresses of hosts by their names. An implementation is called by one thread, which it
 * may block; an exception that is not declared ends the search for peers.
 */
@FunctionalInterface
public interface HostNames {

    /**
     * Those of the system. The JVM keeps what it was told for half a minute unless its security
     * property {@code networkaddress.cache.ttl} says otherwise.
     */
    HostNames SYSTEM =
            name ->
                    Arrays.stream(InetAddress.getAllByName(name))
                            .map(address -> IpAddress.of(address.getAddress()))
                            .distinct()
                            .toList();

    /**
     * Returns all addresses of a host, or of all hosts that share a name; at least one.
     *
     * @throws UnknownHostException if there is none, or nobody could be asked
     */
    List<IpAddress> addresses(String name) throws UnknownHostException;
}
