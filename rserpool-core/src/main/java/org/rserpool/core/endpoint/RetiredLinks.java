package org.rserpool.core.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Due;
import org.rserpool.core.Link;
import org.rserpool.core.Outbox;

/**
 * Links to former home registrars, which stay for a moment: a registrar whose link to an element
 * ends takes the element for dead. By then it is to know who the new home registrar is.
 */
final class RetiredLinks {

    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Deadlines<Due> deadlines;
    private final Map<Link, Deadlines.Timer<Due>> links = new LinkedHashMap<>();

    RetiredLinks(Deadlines<Due> deadlines) {
        this.deadlines = deadlines;
    }

    int size() {
        return links.size();
    }

    /** Ends a link in a moment, and one that has waited for that at once. */
    void add(Link link, Instant now, Outbox out) {
        links.keySet().stream().findFirst().ifPresent(former -> end(former, out));
        Deadlines.Timer<Due> timer = deadlines.timer((_, actions) -> end(link, actions));
        links.put(link, timer);
        timer.set(now.plus(LINGER));
    }

    /** Ends a link now, and returns whether it was waiting for that. */
    boolean end(Link link, Outbox out) {
        boolean known = forget(link);
        if (known) {
            out.close(link);
        }
        return known;
    }

    /** Forgets a link that has ended. */
    boolean forget(Link link) {
        var timer = Optional.ofNullable(links.remove(link));
        timer.ifPresent(Deadlines.Timer::cancel);
        return timer.isPresent();
    }
}
