package org.rserpool.core.endpoint;

import java.time.Instant;
import org.rserpool.core.Outbox;
import org.rserpool.core.RateLimit;
import org.rserpool.core.Ticket;
import org.rserpool.wire.message.AsapMessage;

/**
 * Unreachable reports to the home registrar (RFC 5352, sections 3.5 and 6.9.2; ASAP-136 to
 * ASAP-140, ASAP-238).
 */
final class FailureReports {

    private final RegistrarHunt hunt;
    private final ResolutionCache cache;
    private final HandedOut handedOut;
    private final RateLimit limit;

    FailureReports(
            EndpointConfig config, RegistrarHunt hunt, ResolutionCache cache, HandedOut handedOut) {
        this.limit = new RateLimit(config.limits().maxReportsPerSecond());
        this.hunt = hunt;
        this.cache = cache;
        this.handedOut = handedOut;
    }

    void report(Ticket ticket, EndpointRequest.Report request, Instant now, Outbox out) {
        var pool = request.pool();
        var id = request.id();
        if (!handedOut.contains(pool, id)) {
            out.reply(ticket, new EndpointAnswer.NotUsed());
            return;
        }
        cache.fail(pool, id, now);
        var home = hunt.home();
        boolean sends = home.isPresent() && limit.admits(now);
        if (sends) {
            handedOut.remove(pool, id);
            out.send(home.orElseThrow(), new AsapMessage.EndpointUnreachable(pool, id));
        }
        out.reply(ticket, new EndpointAnswer.Reported(sends));
    }
}
