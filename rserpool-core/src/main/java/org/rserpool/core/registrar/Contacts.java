package org.rserpool.core.registrar;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.Protocol;

/**
 * The links that this registrar opens to the ASAP transports of elements whose own connection is
 * gone. Each lives as long as an element depends on it.
 */
final class Contacts {

    private final int max;
    private final Handlespace handlespace;
    private final Links links;
    private final LinkNumbers numbers;
    private final Map<TransportAddress, Link> byAddress = new HashMap<>(); // never iterated
    private final Map<Link, TransportAddress> byLink = new HashMap<>(); // never iterated

    /**
     * Makes an empty collection.
     *
     * @param max how many there are at a time
     */
    Contacts(int max, Handlespace handlespace, Links links, LinkNumbers numbers) {
        this.max = max;
        this.handlespace = handlespace;
        this.links = links;
        this.numbers = numbers;
    }

    /** Returns the link to an ASAP transport, opened if need be; empty if there are too many. */
    Optional<Link> to(TransportAddress address, Outbox out) {
        var known = Optional.ofNullable(byAddress.get(address));
        if (known.isPresent() || byAddress.size() >= max) {
            return known;
        }
        var link = numbers.next();
        byAddress.put(address, link);
        byLink.put(link, address);
        out.open(link, Protocol.ASAP, address);
        return Optional.of(link);
    }

    boolean isOne(Link link) {
        return byLink.containsKey(link);
    }

    /** Ends a link if it is one of ours and no element depends on it any more. */
    void release(Link link, Outbox out) {
        if (isOne(link) && !handlespace.hasElements(link)) {
            forget(link);
            links.remove(link);
            out.close(link);
        }
    }

    /** Forgets a link that has ended, and returns whether it was one of ours. */
    boolean forget(Link link) {
        var address = Optional.ofNullable(byLink.remove(link));
        address.ifPresent(byAddress::remove);
        return address.isPresent();
    }
}
