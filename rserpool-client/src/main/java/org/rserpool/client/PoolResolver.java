package org.rserpool.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointNotice;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;

/**
 * The resolution service: which element of a pool to use (RFC 5351, section 4.1; API-001, API-002).
 *
 * <p>May be shared between threads.
 */
public final class PoolResolver {

    private final Registrars registrars;
    private final Duration timeout;

    PoolResolver(Registrars registrars, Duration timeout) {
        this.registrars = registrars;
        this.timeout = timeout;
    }

    /** Returns a resolver whose calls wait for as long. */
    public PoolResolver withTimeout(Duration newTimeout) {
        return new PoolResolver(registrars, newTimeout);
    }

    /** Returns elements of a pool as {@link #resolve(PoolHandle)} does. */
    public Resolution resolve(String pool) {
        return resolve(PoolHandle.of(pool));
    }

    /**
     * Returns as many elements of a pool as a registrar gives, in the order of the pool's policy,
     * the registrar being asked now.
     *
     * @throws PoolException.UnknownPool if there is no such pool
     * @throws PoolException.NoRegistrar if no registrar answers in time
     */
    public Resolution resolve(PoolHandle pool) {
        return resolve(pool, EndpointRequest.ALL, Duration.ZERO);
    }

    /**
     * Returns elements of a pool in the order of its policy.
     *
     * @param items how many are wanted at the most, at least 1
     * @param maxAge how old an earlier answer may be to serve again; zero: the registrar is asked
     * @throws PoolException.UnknownPool if there is no such pool
     * @throws PoolException.NoRegistrar if no registrar answers in time
     */
    public Resolution resolve(PoolHandle pool, long items, Duration maxAge) {
        if (items < 1 || items > EndpointRequest.ALL) {
            throw new IllegalArgumentException(
                    "1 to 4294967295 elements can be asked for, not " + items);
        }
        var endpoint = registrars.userEndpoint();
        var request = new EndpointRequest.Resolve(pool, items, maxAge, timeout);
        return switch (endpoint.ask(request, timeout)) {
            case EndpointAnswer.Resolved(_, var policy, var elements, var age) ->
                    new Resolution(pool, policy, resolved(endpoint, pool, elements), age);
            case EndpointAnswer other -> throw failure(pool, other);
        };
    }

    /** Returns the element to use as {@link #next(PoolHandle)} does. */
    public ResolvedElement next(String pool) {
        return next(PoolHandle.of(pool));
    }

    /**
     * Returns the element to use now, chosen by the pool's policy from a fresh answer of a
     * registrar; never one that was reported lately if there is another.
     *
     * @throws PoolException.UnknownPool if there is no such pool
     * @throws PoolException.NoRegistrar if no registrar answers in time and nothing is known
     */
    public ResolvedElement next(PoolHandle pool) {
        return next(registrars.userEndpoint(), pool);
    }

    private ResolvedElement next(Endpoint endpoint, PoolHandle pool) {
        return switch (endpoint.ask(new EndpointRequest.Select(pool, timeout), timeout)) {
            case EndpointAnswer.Selected(_, var element) ->
                    new ResolvedElement(endpoint, timeout, pool, element);
            case EndpointAnswer other -> throw failure(pool, other);
        };
    }

    /**
     * Reports that {@code failed} could not be reached and returns another element to use
     * (API-002).
     *
     * @throws PoolException as {@link #next(PoolHandle)} does
     */
    public ResolvedElement nextAfter(ResolvedElement failed) {
        failed.reportFailure();
        // By the end point that knows of the failure: meanwhile there may be one for elements.
        return next(failed.endpoint(), failed.pool());
    }

    /**
     * Watches a pool: {@code listener} is told what elements it has now and after each change, at
     * once where the registrar tells of changes. It runs on a virtual thread, one call at a time;
     * if it is slow, states in between are left out, and if it throws, it is told no more.
     *
     * <p>Returns at once; while no registrar answers, nothing is told.
     *
     * @return to be closed to end it
     * @throws PoolException.Refused if too many pools are watched
     */
    public PoolWatch watch(PoolHandle pool, Consumer<PoolState> listener) {
        var endpoint = registrars.userEndpoint();
        var mailbox = new Mailbox<>("watch-" + pool, onlyChanges(listener));
        var unlisten =
                endpoint.listen(notice -> {
                    if (notice instanceof EndpointNotice.PoolChanged(var p, var policy, var all)
                            && p.equals(pool)) {
                        mailbox.put(new PoolState(pool, policy, resolved(endpoint, pool, all)));
                    }
                });
        var watch = new PoolWatch(endpoint, pool, unlisten, mailbox);
        try {
            switch (endpoint.watch(pool, timeout)) {
                case EndpointAnswer.Done() -> {
                    return watch;
                }
                case EndpointAnswer other -> throw failure(pool, other);
            }
        } catch (PoolException e) {
            watch.close();
            throw e;
        }
    }

    /** Another watch over the same pool has the registrar asked anew, which is news to it alone. */
    static Consumer<PoolState> onlyChanges(Consumer<PoolState> listener) {
        var told = new AtomicReference<Optional<Content>>(Optional.empty());
        return state -> {
            var content = Optional.of(Content.of(state));
            if (!told.getAndSet(content).equals(content)) {
                listener.accept(state);
            }
        };
    }

    /**
     * What a pool is, whatever the order in which the registrar lists it: that is the policy's and
     * different each time, and with it the policy's values, which are those of the first element.
     */
    private record Content(PolicyType policy, Set<ResolvedElement> elements) {

        static Content of(PoolState state) {
            return new Content(state.policy().type(), Set.copyOf(state.elements()));
        }
    }

    /** Watches a pool as {@link #watch(PoolHandle, Consumer)} does. */
    public PoolWatch watch(String pool, Consumer<PoolState> listener) {
        return watch(PoolHandle.of(pool), listener);
    }

    private List<ResolvedElement> resolved(
            Endpoint endpoint, PoolHandle pool, List<PoolElementInfo> elements) {
        return elements.stream()
                .map(info -> new ResolvedElement(endpoint, timeout, pool, info))
                .toList();
    }

    static RuntimeException failure(PoolHandle pool, EndpointAnswer answer) {
        return switch (answer) {
            case EndpointAnswer.UnknownPool _ -> new PoolException.UnknownPool(pool);
            case EndpointAnswer.NoRegistrar(var why) -> new PoolException.NoRegistrar(why);
            case EndpointAnswer.Refused(var why, var errors) ->
                    new PoolException.Refused(why, errors);
            case EndpointAnswer.Done _,
                    EndpointAnswer.Joined _,
                    EndpointAnswer.Left _,
                    EndpointAnswer.Resolved _,
                    EndpointAnswer.Selected _,
                    EndpointAnswer.Reported _,
                    EndpointAnswer.NotUsed _,
                    EndpointAnswer.Registrars _ ->
                    new IllegalStateException("an answer to something else: " + answer);
        };
    }
}
