package org.rserpool.client;

import java.util.List;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.TransportAddress;

/** What an element of ours is told about its registration. */
public sealed interface ElementEvent {

    /**
     * It is registered with a registrar with which it was not before.
     *
     * @param info what is registered
     * @param registrar the home registrar's address
     */
    record Registered(PoolElementInfo info, TransportAddress registrar) implements ElementEvent {}

    /** Its registrar removed it; it registers again by itself. */
    record Removed() implements ElementEvent {}

    /** Its registration was refused, and it is not registered any more. */
    record Refused(List<ErrorCause> causes) implements ElementEvent {

        /** Copies the list. */
        public Refused {
            causes = List.copyOf(causes);
        }
    }

    /** No registrar answers, or takes it for the time being; it is tried further. */
    record Unreachable() implements ElementEvent {}

    /**
     * No registrar answered as many attempts as are allowed, and none follows: the element is not
     * registered any more. That is what the RFC wants (ASAP-066), and so does the profile {@link
     * org.rserpool.core.profile.Profile#RFC}; the others go on.
     */
    record GaveUp() implements ElementEvent {}
}
