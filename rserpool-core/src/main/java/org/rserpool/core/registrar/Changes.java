package org.rserpool.core.registrar;

import java.time.Instant;
import org.rserpool.core.Outbox;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Outcome;

/** The one place where those who must know are told of a change of the handlespace. */
final class Changes {

    private final Handlespace handlespace;
    private final Subscriptions subscriptions;
    private final Contacts contacts;

    Changes(Handlespace handlespace, Subscriptions subscriptions, Contacts contacts) {
        this.handlespace = handlespace;
        this.subscriptions = subscriptions;
        this.contacts = contacts;
    }

    /** An element was registered, for the first time or again. */
    void accepted(Outcome.Accepted outcome, Instant now, Outbox out) {
        var entry = outcome.entry();
        switch (outcome) {
            case Outcome.Added _ -> {
                subscriptions.onChange(entry.handle(), now);
                out.tell(new RegistrarNotice.ElementAdded(entry.handle(), entry.info()));
            }
            case Outcome.Updated updated when updated.isChanged() -> {
                subscriptions.onChange(entry.handle(), now);
                out.tell(new RegistrarNotice.ElementChanged(entry.handle(), entry.info()));
            }
            case Outcome.Updated _ -> {}
        }
    }

    /** Removes an element, and with the last one its pool. */
    void remove(
            ElementEntry entry,
            RegistrarNotice.ElementRemoved.Reason reason,
            Instant now,
            Outbox out) {
        var link = entry.link();
        handlespace.remove(entry);
        link.ifPresent(left -> contacts.release(left, out));
        subscriptions.onChange(entry.handle(), now);
        out.tell(new RegistrarNotice.ElementRemoved(entry.handle(), entry.id(), reason));
    }
}
