package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.TableCursor;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/**
 * Lets others read what is registered, page by page (RFC 5353, section 3.2.3; ENRP-057 to ENRP-059,
 * ENRP-067, ENRP-070).
 */
final class TableReaders {

    private final RegistrarId self;
    private final RegistrarConfig config;
    private final Handlespace handlespace;
    private final Deadlines<Due> deadlines;
    private final Map<Link, Session> sessions = new HashMap<>(); // never iterated

    TableReaders(
            RegistrarId self,
            RegistrarConfig config,
            Handlespace handlespace,
            Deadlines<Due> deadlines) {
        this.self = self;
        this.config = config;
        this.handlespace = handlespace;
        this.deadlines = deadlines;
    }

    /** How far the reader on one connection has come. */
    private final class Session {
        final HandleTableRequest request;
        final Deadlines.Timer<Due> timeout;
        TableCursor cursor = TableCursor.START;

        Session(Link link, HandleTableRequest request) {
            this.request = request;
            this.timeout = deadlines.timer((_, _) -> sessions.remove(link));
        }
    }

    /**
     * Sends the next page.
     *
     * @param serves whether there is anything that could be relied on
     */
    void onTableRequest(
            Link link, HandleTableRequest request, boolean serves, Instant now, Outbox out) {
        var found = serves ? session(link, request) : Optional.<Session>empty();
        if (found.isEmpty()) {
            out.send(link, new HandleTableResponse(self, request.sender(), true, false, List.of()));
            return;
        }
        var session = found.get();
        var page = page(session);
        if (page.more()) {
            session.cursor = page.end();
            session.timeout.set(now.plus(config.tables().session()));
        } else {
            end(link);
        }
        out.send(
                link,
                new HandleTableResponse(
                        self, request.sender(), false, page.more(), page.entries()));
    }

    /** Ends the download on a connection that is gone. */
    void end(Link link) {
        Optional.ofNullable(sessions.remove(link)).ifPresent(ended -> ended.timeout.cancel());
    }

    /** A request of somebody else, or with another W bit, than before begins from the start. */
    private Optional<Session> session(Link link, HandleTableRequest request) {
        var known = Optional.ofNullable(sessions.get(link));
        if (known.filter(session -> isContinued(session.request, request)).isPresent()) {
            return known;
        }
        end(link);
        if (sessions.size() >= config.limits().maxTableReaders()) {
            return Optional.empty();
        }
        var session = new Session(link, request);
        sessions.put(link, session);
        return Optional.of(session);
    }

    private static boolean isContinued(HandleTableRequest former, HandleTableRequest next) {
        return former.sender().equals(next.sender())
                && former.ownChildrenOnly() == next.ownChildrenOnly();
    }

    private record Page(List<PoolEntry> entries, boolean more, TableCursor end) {}

    private Page page(Session session) {
        int most = config.tables().maxPageElements();
        var elements =
                session.request.ownChildrenOnly()
                        ? handlespace.table(self, session.cursor, most + 1)
                        : handlespace.table(session.cursor, most + 1);
        var entries = new ArrayList<PoolEntry>();
        var ofPool = new ArrayList<PoolElementInfo>();
        int left = config.tables().maxPageSize() - Wire.ENRP_HEADER;
        int taken = 0;
        for (ElementEntry entry : elements) {
            boolean newPool =
                    taken == 0 || !entry.handle().equals(elements.get(taken - 1).handle());
            left -= Wire.sizeOf(entry.info()) + (newPool ? Wire.sizeOf(entry.handle()) : 0);
            if (taken == most || (left < 0 && taken > 0)) {
                break;
            }
            if (newPool && taken > 0) {
                entries.add(new PoolEntry(elements.get(taken - 1).handle(), ofPool));
                ofPool.clear();
            }
            ofPool.add(entry.info());
            taken++;
        }
        if (taken == 0) {
            return new Page(List.of(), false, session.cursor);
        }
        var last = elements.get(taken - 1);
        entries.add(new PoolEntry(last.handle(), ofPool));
        return new Page(entries, taken < elements.size(), TableCursor.after(last));
    }
}
