package org.rserpool.core.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.core.handlespace.ElementEntry;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.handlespace.Pool;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage.HandleResolutionResponse;

/** Makes handle resolution responses that fit into a message. */
final class Answers {

    private final RegistrarConfig.Resolution config;
    private final Handlespace handlespace;

    Answers(RegistrarConfig.Resolution config, Handlespace handlespace) {
        this.config = config;
        this.handlespace = handlespace;
    }

    /**
     * Answers a request.
     *
     * @param items how many elements are wanted, as in the Handle Resolution Option; 0 leaves it to
     *     us
     */
    HandleResolutionResponse answer(Pool pool, long items, boolean updates) {
        long wanted = items == 0 ? config.defaultItems() : items;
        int most = (int) Math.min(Math.min(wanted, config.maxItems()), pool.size());
        return response(pool, handlespace.select(pool, most), updates);
    }

    /** Tells a subscriber all there is; nothing counts as used. */
    HandleResolutionResponse update(Optional<Pool> pool, PoolHandle handle) {
        return pool.map(known -> response(known, handlespace.select(known, known.size(), 0), true))
                .orElseGet(() -> unknown(handle));
    }

    /** Says that there is no such pool, or none of it can serve. */
    static HandleResolutionResponse unknown(PoolHandle handle) {
        return HandleResolutionResponse.negative(
                handle, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE));
    }

    private static HandleResolutionResponse response(
            Pool pool, List<ElementEntry> chosen, boolean updates) {
        if (chosen.isEmpty()) {
            return unknown(pool.handle());
        }
        // RSPLIB needs the policy even where the RFC allows to leave it out, and with the values
        // of the first element, so that it has the length of its type.
        var policy = chosen.getFirst().policy();
        int left =
                Wire.MAX_PAGE - Wire.ASAP_HEADER - Wire.sizeOf(pool.handle()) - Wire.sizeOf(policy);
        var elements = new ArrayList<PoolElementInfo>(chosen.size());
        for (ElementEntry entry : chosen) {
            left -= Wire.sizeOf(entry.info());
            if (left < 0) {
                break;
            }
            elements.add(withoutAsapTransport(entry.info()));
        }
        return new HandleResolutionResponse(
                pool.handle(), updates, Optional.of(policy), elements, List.of());
    }

    /** Users have no business with the ASAP transport, which is for registrars. */
    private static PoolElementInfo withoutAsapTransport(PoolElementInfo info) {
        return info.asapTransport().isEmpty()
                ? info
                : new PoolElementInfo(
                        info.id(),
                        info.home(),
                        info.life(),
                        info.userTransport(),
                        info.policy(),
                        Optional.empty());
    }
}
