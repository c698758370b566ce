package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/**
 * Downloads of handle tables from others (RFC 5353, section 3.2.3; ENRP-060, ENRP-061, ENRP-069).
 *
 * <p>Requests have no numbers, and who answers them goes on where it was. So there is one download
 * per link at a time, and one that was given up is still read to its end should its answers come.
 */
final class TableDownloads {

    /** Pages in a row with nothing in them, although more is promised. */
    private static final int MAX_IDLE_PAGES = 3;

    private final RegistrarId self;
    private final PeersConfig config;
    private final PeerLinks links;
    private final Deadlines<Due> deadlines;
    private final Map<Link, Download> downloads = new HashMap<>(); // never iterated

    /** Who wants a table. */
    interface Taker {
        /** The next part of it came. */
        void onPage(List<PoolEntry> entries, Instant now, Outbox out);

        /** The last part has come. */
        void onEnd(Instant now, Outbox out);

        /** It will not come. */
        void onFailure(boolean rejected, Instant now, Outbox out);
    }

    TableDownloads(
            RegistrarId self, PeersConfig config, PeerLinks links, Deadlines<Due> deadlines) {
        this.self = self;
        this.config = config;
        this.links = links;
        this.deadlines = deadlines;
    }

    private final class Download {
        final Link link;
        final RegistrarId from;
        final boolean ownChildrenOnly;
        final Deadlines.Timer<Due> timeout;
        Optional<Taker> taker;
        int idlePages;

        Download(Link link, RegistrarId from, boolean ownChildrenOnly, Taker taker) {
            this.link = link;
            this.from = from;
            this.ownChildrenOnly = ownChildrenOnly;
            this.taker = Optional.of(taker);
            this.timeout = deadlines.timer((now, out) -> fail(false, now, out));
        }

        void ask(Instant now, Outbox out) {
            if (taker.isPresent()) {
                timeout.set(now.plus(config.maxTimeNoResponse()));
            }
            out.send(link, new HandleTableRequest(self, from, ownChildrenOnly));
        }

        void fail(boolean rejected, Instant now, Outbox out) {
            timeout.cancel();
            var left = taker;
            taker = Optional.empty();
            left.ifPresent(t -> t.onFailure(rejected, now, out));
        }
    }

    /**
     * Begins a download.
     *
     * @param ownChildrenOnly the W bit
     * @return whether it has begun; not if there is no link, or an earlier one is not over
     */
    boolean begin(Peer peer, boolean ownChildrenOnly, Taker taker, Instant now, Outbox out) {
        var free = peer.link.filter(link -> links.isUp(link) && !downloads.containsKey(link));
        free.ifPresent(link -> {
            var download = new Download(link, peer.id(), ownChildrenOnly, taker);
            downloads.put(link, download);
            download.ask(now, out);
        });
        return free.isPresent();
    }

    /** A part of a table came. */
    void onResponse(Link link, HandleTableResponse response, Instant now, Outbox out) {
        var found =
                Optional.ofNullable(downloads.get(link))
                        .filter(download -> download.from.equals(response.sender()));
        if (found.isEmpty()) {
            return; // nobody has asked for it
        }
        var download = found.get();
        download.taker.ifPresent(taker -> taker.onPage(response.entries(), now, out));
        download.idlePages = response.entries().isEmpty() ? download.idlePages + 1 : 0;
        boolean goesOn = response.moreToSend() && !response.rejected();
        if (goesOn && download.idlePages <= MAX_IDLE_PAGES) {
            download.ask(now, out);
            return;
        }
        downloads.remove(link);
        if (goesOn || response.rejected()) {
            download.fail(response.rejected(), now, out);
        } else {
            download.timeout.cancel();
            download.taker.ifPresent(taker -> taker.onEnd(now, out));
        }
    }

    /** A link has ended, and with it what came over it. */
    void onLinkDown(Link link, Instant now, Outbox out) {
        Optional.ofNullable(downloads.remove(link))
                .ifPresent(download -> download.fail(false, now, out));
    }
}
