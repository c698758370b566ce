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

    /** No Pool Element parameter is smaller: one with an empty opaque transport. */
    private static final int MIN_ELEMENT_SIZE = 28;

    /** More elements than this cannot be in a message, so they need not be selected. */
    private static final int MAX_FITTING = Wire.MAX_PAGE / MIN_ELEMENT_SIZE;

    private final RegistrarConfig.Resolution config;
    private final Handlespace handlespace;

    Answers(RegistrarConfig.Resolution config, Handlespace handlespace) {
        this.config = config;
        this.handlespace = handlespace;
    }

    /**
     * Chooses elements for an answer.
     *
     * @param items how many elements are wanted, as in the Handle Resolution Option; 0 leaves it to
     *     us
     * @param uses whether somebody is to be served; who only watches a pool must not change whose
     *     turn it is
     * @return empty if no element can serve
     */
    List<ElementEntry> choose(Pool pool, long items, boolean uses) {
        long wanted = items == 0 ? config.defaultItems() : items;
        int fitting = fitting(pool, Math.min(wanted, config.maxItems()));
        return uses ? handlespace.select(pool, fitting) : handlespace.preview(pool, fitting);
    }

    /** Tells a subscriber all there is; nothing counts as used. */
    HandleResolutionResponse update(Optional<Pool> pool, PoolHandle handle) {
        var chosen =
                pool.map(known -> handlespace.preview(known, fitting(known, known.size())))
                        .orElse(List.of());
        return chosen.isEmpty() ? unknown(handle) : response(handle, chosen, true);
    }

    private static int fitting(Pool pool, long wanted) {
        return (int) Math.min(wanted, Math.min(pool.size(), MAX_FITTING));
    }

    /** Says that there is no such pool, or none of it can serve. */
    static HandleResolutionResponse unknown(PoolHandle handle) {
        return negative(handle, CauseCode.UNKNOWN_POOL_HANDLE);
    }

    static HandleResolutionResponse negative(PoolHandle handle, CauseCode cause) {
        return HandleResolutionResponse.negative(handle, new ErrorCause(cause));
    }

    /**
     * Lists elements, as many as there is room for; for one there is always.
     *
     * @param chosen at least one
     * @param updates whether changes will be told
     */
    static HandleResolutionResponse response(
            PoolHandle handle, List<ElementEntry> chosen, boolean updates) {
        // RSPLIB needs the policy even where the RFC allows to leave it out, and with the values
        // of the first element, so that it has the length of its type.
        var policy = chosen.getFirst().policy();
        int left = Wire.MAX_PAGE - Wire.ASAP_HEADER - Wire.sizeOf(handle) - Wire.sizeOf(policy);
        var elements = new ArrayList<PoolElementInfo>(chosen.size());
        for (ElementEntry entry : chosen) {
            var element = withoutAsapTransport(entry.info());
            left -= Wire.sizeOf(element);
            if (left < 0) {
                break;
            }
            elements.add(element);
        }
        return new HandleResolutionResponse(
                handle, updates, Optional.of(policy), elements, List.of());
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
