package org.rserpool.core.registrar;

import java.time.Instant;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Outcome;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;

/** The one place where those who must know are told of a change of the handlespace. */
final class Changes {

    private final Handlespace handlespace;
    private final Subscriptions subscriptions;
    private final Contacts contacts;
    private final UpdateAnnouncements announcements;

    Changes(
            Handlespace handlespace,
            Subscriptions subscriptions,
            Contacts contacts,
            UpdateAnnouncements announcements) {
        this.handlespace = handlespace;
        this.subscriptions = subscriptions;
        this.contacts = contacts;
        this.announcements = announcements;
    }

    /** An element has registered here, for the first time or again. */
    void registered(Outcome.Accepted outcome, Instant now, Outbox out) {
        boolean changed = tell(outcome, now, out);
        announcements.added(outcome.entry(), changed, out);
    }

    /** Takes over what another registrar tells of an element of its own. */
    Outcome learn(PoolHandle pool, PoolElementInfo element, Instant now, Outbox out) {
        var link = handlespace.find(pool, element.id()).flatMap(ElementEntry::link);
        var outcome = handlespace.learn(pool, element, now);
        if (outcome instanceof Outcome.Accepted accepted) {
            accepted.entry().watchBy(Deadlines.Timer.none());
            link.ifPresent(left -> contacts.release(left, out));
            tell(accepted, now, out);
        }
        return outcome;
    }

    /** Makes us the home registrar of an element that may have another one, and says so. */
    void adopt(ElementEntry entry, Outbox out) {
        if (!entry.owner().equals(handlespace.self())) {
            handlespace.changeOwner(entry, handlespace.self());
            announcements.announce(entry, out);
        }
    }

    /** An element of ours that another registrar took for its own is ours. */
    void reclaim(ElementEntry entry, Outbox out) {
        announcements.announce(entry, out);
    }

    private boolean tell(Outcome.Accepted outcome, Instant now, Outbox out) {
        var entry = outcome.entry();
        return switch (outcome) {
            case Outcome.Added _ -> {
                subscriptions.onChange(entry.handle(), now);
                out.tell(new RegistrarNotice.ElementAdded(entry.handle(), entry.info()));
                yield true;
            }
            case Outcome.Updated updated when updated.isChanged() -> {
                tellOfUpdate(updated, now, out);
                yield true;
            }
            case Outcome.Updated _ -> false;
        };
    }

    private void tellOfUpdate(Outcome.Updated updated, Instant now, Outbox out) {
        var entry = updated.entry();
        if (!updated.formerOwner().equals(entry.owner())) {
            out.tell(
                    new RegistrarNotice.HomeChanged(
                            entry.handle(), entry.id(), updated.formerOwner(), entry.owner()));
        }
        if (!updated.former().withHome(entry.owner()).equals(entry.info())) {
            subscriptions.onChange(entry.handle(), now);
            out.tell(new RegistrarNotice.ElementChanged(entry.handle(), entry.info()));
        }
    }

    /** Removes an element of ours, and with the last one its pool. */
    void remove(
            ElementEntry entry,
            RegistrarNotice.ElementRemoved.Reason reason,
            Instant now,
            Outbox out) {
        var link = entry.link();
        handlespace.remove(entry);
        link.ifPresent(left -> contacts.release(left, out));
        announcements.removed(entry, out);
        gone(entry, reason, now, out);
    }

    /** Removes an element of another registrar, which has said so. */
    void withdraw(ElementEntry entry, Instant now, Outbox out) {
        handlespace.remove(entry);
        withdrawn(entry, now, out);
    }

    /** An element of another registrar was removed. */
    void withdrawn(ElementEntry entry, Instant now, Outbox out) {
        gone(entry, RegistrarNotice.ElementRemoved.Reason.WITHDRAWN, now, out);
    }

    private void gone(
            ElementEntry entry,
            RegistrarNotice.ElementRemoved.Reason reason,
            Instant now,
            Outbox out) {
        subscriptions.onChange(entry.handle(), now);
        out.tell(new RegistrarNotice.ElementRemoved(entry.handle(), entry.id(), reason));
    }
}
