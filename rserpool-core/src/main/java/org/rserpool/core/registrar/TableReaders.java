package org.rserpool.core.registrar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;

/**
 * Lets others read who is there and what is registered: presence, peer list and handle table, page
 * by page (RFC 5353, sections 3.2.2, 3.2.3 and 3.4; ENRP-051, ENRP-057 to ENRP-059, ENRP-070).
 */
final class TableReaders {

    private final RegistrarId self;
    private final RegistrarConfig config;
    private final Handlespace handlespace;
    private final Optional<ServerInformation> information;
    private final Deadlines<Due> deadlines;
    private final Map<Reader, Session> sessions = new LinkedHashMap<>();

    TableReaders(
            RegistrarId self,
            RegistrarConfig config,
            Handlespace handlespace,
            Optional<ServerInformation> information,
            Deadlines<Due> deadlines) {
        this.self = self;
        this.config = config;
        this.handlespace = handlespace;
        this.information = information;
        this.deadlines = deadlines;
    }

    private record Reader(Link link, RegistrarId id) {}

    /** How far a reader has come. */
    private final class Session {
        final boolean ownChildrenOnly;
        final Deadlines.Timer<Due> timeout;
        TableCursor cursor = TableCursor.START;

        Session(Reader reader, boolean ownChildrenOnly) {
            this.ownChildrenOnly = ownChildrenOnly;
            this.timeout = deadlines.timer((_, _) -> sessions.remove(reader));
        }
    }

    /** Answers a presence that wants it (ENRP-015). */
    void onPresence(Link link, Presence presence, Outbox out) {
        if (presence.replyRequired()) {
            out.send(
                    link,
                    new Presence(
                            self,
                            presence.sender(),
                            false,
                            Optional.of(handlespace.ownChecksum()),
                            information));
        }
    }

    /** Lists the registrars that are known. */
    void onListRequest(Link link, ListRequest request, Outbox out) {
        out.send(
                link,
                new ListResponse(self, request.sender(), false, information.stream().toList()));
    }

    /** Sends the next page. */
    void onTableRequest(Link link, HandleTableRequest request, Instant now, Outbox out) {
        var reader = new Reader(link, request.sender());
        var session = session(reader, request.ownChildrenOnly());
        if (session.isEmpty()) {
            out.send(link, new HandleTableResponse(self, request.sender(), true, false, List.of()));
            return;
        }
        var page = page(session.get());
        boolean more = page.more();
        if (more) {
            session.get().cursor = page.end();
            session.get().timeout.set(now.plus(config.tables().session()));
        } else {
            end(reader);
        }
        out.send(
                link, new HandleTableResponse(self, request.sender(), false, more, page.entries()));
    }

    void onLinkDown(Link link) {
        sessions.keySet().stream()
                .filter(reader -> reader.link().equals(link))
                .toList()
                .forEach(this::end);
    }

    private void end(Reader reader) {
        Optional.ofNullable(sessions.remove(reader)).ifPresent(ended -> ended.timeout.cancel());
    }

    /** A request with another W bit than before begins from the start. */
    private Optional<Session> session(Reader reader, boolean ownChildrenOnly) {
        var known = Optional.ofNullable(sessions.get(reader));
        if (known.filter(s -> s.ownChildrenOnly == ownChildrenOnly).isPresent()) {
            return known;
        }
        end(reader);
        if (sessions.size() >= config.limits().maxTableReaders()) {
            return Optional.empty();
        }
        var session = new Session(reader, ownChildrenOnly);
        sessions.put(reader, session);
        return Optional.of(session);
    }

    private record Page(List<PoolEntry> entries, boolean more, TableCursor end) {}

    private Page page(Session session) {
        int most = config.tables().maxPageElements();
        var elements =
                session.ownChildrenOnly
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

    /** Returns whether a message comes from somebody who uses our identifier. */
    boolean isImpostor(EnrpMessage message) {
        return message.sender().equals(self);
    }
}
