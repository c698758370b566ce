package org.rserpool.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.rserpool.core.endpoint.EndpointAnswer;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/** One element of a pool, as a pool user got to know it. May be shared between threads. */
public final class ResolvedElement {

    private final Endpoint endpoint;
    private final Duration timeout;
    private final PoolHandle pool;
    private final PoolElementInfo info;

    /**
     * Makes an element.
     *
     * @param endpoint what handed it out, which alone remembers it
     * @param timeout how long a call may wait
     */
    ResolvedElement(Endpoint endpoint, Duration timeout, PoolHandle pool, PoolElementInfo info) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.pool = pool;
        this.info = info;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Returns the pool. */
    public PoolHandle pool() {
        return pool;
    }

    /** Returns the identifier in the pool. */
    public ElementId id() {
        return info.id();
    }

    /** Returns the home registrar. */
    public RegistrarId home() {
        return info.home();
    }

    /** Returns the policy and the values that the element has under it. */
    public PolicyInfo policy() {
        return info.policy();
    }

    /** Returns where the element serves. */
    public TransportAddress transport() {
        return info.userTransport();
    }

    /**
     * Returns where the element serves, the first address of several.
     *
     * @throws IllegalStateException if its transport is opaque and has no address
     */
    public InetSocketAddress address() {
        return addresses().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(this + " has no address"));
    }

    /** Returns all addresses at which the element serves, with its port. */
    public List<InetSocketAddress> addresses() {
        var transport = info.userTransport();
        return transport.addresses().stream()
                .map(host -> new InetSocketAddress(host.toInetAddress(), transport.port()))
                .toList();
    }

    /**
     * Reports that the element could not be reached: it is not chosen for a while, and the
     * registrars look after it. To be called once per failure, and only after trying.
     */
    public void reportFailure() {
        switch (endpoint.ask(new EndpointRequest.Report(pool, info.id()), timeout)) {
            case EndpointAnswer.Reported _ -> {}
            case EndpointAnswer.NotUsed() -> {} // forgotten meanwhile: nothing to leave out
            case EndpointAnswer other -> throw PoolResolver.failure(pool, other);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResolvedElement that
                && pool.equals(that.pool)
                && info.equals(that.info);
    }

    @Override
    public int hashCode() {
        return 31 * pool.hashCode() + info.hashCode();
    }

    @Override
    public String toString() {
        return "element %s of pool %s at %s".formatted(info.id(), pool, info.userTransport());
    }
}
