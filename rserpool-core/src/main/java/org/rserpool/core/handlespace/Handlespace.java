package org.rserpool.core.handlespace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.rserpool.core.Link;
import org.rserpool.core.internal.LongIndex;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/**
 * All pools as one registrar sees them: its own elements and those of the other registrars.
 *
 * <p>Elements are found by pool handle and identifier, by owner and by link; each owner has a
 * checksum. All of this follows every change at once (ENRP-159), and every operation on one element
 * costs O(log n).
 *
 * <p>Lists of elements are in the order of {@link Pool#number}, then of the identifier as an
 * unsigned number. So elements of one pool are listed together, and what is added while a list is
 * on its way does not disturb the rest. {@link TableCursor} says from where on.
 *
 * <p>Not to be shared between threads.
 */
public final class Handlespace {

    private final RegistrarId self;
    private final Policies policies;
    private final SelectionConfig selection;
    private final HandlespaceLimits limits;
    private final RandomGenerator random;

    private final Map<PoolHandle, Pool> pools = new HashMap<>(); // never iterated
    private final LongIndex<Pool> poolsByNumber = new LongIndex<>();

    /** The number of the pool that came up last; a test starts it near its end. */
    int lastNumber;

    private final TreeMap<RegistrarId, Owner> owners = new TreeMap<>();
    private final Owner own;
    private final Links links = new Links();
    private final WideSum sum = new WideSum();
    private int size;

    /**
     * Makes an empty handlespace.
     *
     * @param self the registrar whose view this is
     * @param random the source of all chance in selections
     */
    public Handlespace(
            RegistrarId self,
            Policies policies,
            SelectionConfig selection,
            HandlespaceLimits limits,
            RandomGenerator random) {
        this.self = self;
        this.policies = policies;
        this.selection = selection;
        this.limits = limits;
        this.random = random;
        this.own = new Owner(self);
        owners.put(self, own);
    }

    /** Returns the registrar whose view this is. */
    public RegistrarId self() {
        return self;
    }

    /** Returns the number of elements. */
    public int size() {
        return size;
    }

    /** Returns the number of pools. */
    public int poolCount() {
        return pools.size();
    }

    /**
     * Adds or updates an element that registers here (RFC 5352, section 3.1; ASAP-067 to ASAP-078).
     * This registrar becomes its owner, whoever was before. Its policy must be known here.
     *
     * @param element what the element says, completed with its ASAP transport; its home does not
     *     matter
     * @param link over which it registers
     */
    public Outcome register(PoolHandle handle, PoolElementInfo element, Link link, Instant now) {
        var outcome = put(handle, element.withHome(self), true, now);
        if (outcome instanceof Outcome.Accepted accepted) {
            links.tie(accepted.entry(), link);
        }
        return outcome;
    }

    /**
     * Adds or updates an element that another registrar told of (RFC 5353, section 3.3.1; ENRP-083
     * to ENRP-086). Its home registrar becomes its owner, and it is on no link. Its policy may be
     * unknown here (IMP-6).
     */
    public Outcome learn(PoolHandle handle, PoolElementInfo element, Instant now) {
        var outcome = put(handle, element, false, now);
        if (outcome instanceof Outcome.Accepted accepted) {
            links.untie(accepted.entry());
        }
        return outcome;
    }

    /**
     * Makes another registrar the owner of an element, which is on no link then.
     *
     * @throws IllegalStateException if the element is not in this handlespace
     */
    public void changeOwner(ElementEntry entry, RegistrarId owner) {
        checkPresent(entry);
        links.untie(entry);
        move(entry, owner);
        entry.become(entry.info().withHome(owner));
    }

    /**
     * Removes an element, and with the last one its pool (ASAP-098, ASAP-099, ENRP-091). Its timer
     * is cancelled.
     *
     * @throws IllegalStateException if the element is not in this handlespace
     */
    public void remove(ElementEntry entry) {
        var pool = entry.pool();
        pool.remove(entry);
        entry.timer().cancel();
        links.untie(entry);
        leave(entry);
        sum.add(-entry.contribution());
        size--;
        if (pool.size() == 0) {
            pools.remove(pool.handle());
            poolsByNumber.remove(pool.number(), pool);
        }
    }

    private void checkPresent(ElementEntry entry) {
        if (entry.pool().find(entry.id()).filter(found -> found == entry).isEmpty()) {
            throw new IllegalStateException("%s is not in the handlespace".formatted(entry));
        }
    }

    private Outcome put(
            PoolHandle handle, PoolElementInfo element, boolean registers, Instant now) {
        var pool = pool(handle);
        var entry = pool.flatMap(p -> p.find(element.id()));
        var objection = objection(handle, element, registers, pool, entry.isPresent());
        if (objection.isPresent()) {
            return objection.get();
        }
        return entry.isPresent()
                ? update(entry.get(), element, now)
                : add(pool.orElseGet(() -> newPool(handle, element)), element, now);
    }

    /** The checks of {@code asap.md} 6.2 in their order; those of the values come first. */
    private Optional<Outcome.Refused> objection(
            PoolHandle handle,
            PoolElementInfo element,
            boolean registers,
            Optional<Pool> known,
            boolean member) {
        var policy = element.policy();
        if (!policies.isComplete(policy)) {
            return refuse(CauseCode.INVALID_VALUES, new Outcome.OfPolicy(policy));
        }
        if (!member && !hasRoom(handle, known)) {
            return refuse(CauseCode.LACK_OF_RESOURCES, new Outcome.Nothing());
        }
        boolean unknown = registers && policies.find(policy.type()).isEmpty();
        if (known.isEmpty()) {
            return unknown ? refusePolicy(PolicyInfo.ROUND_ROBIN) : Optional.empty();
        }
        var pool = known.get();
        var transport = element.userTransport();
        if (transport.protocol() != pool.protocol()) {
            return refuse(
                    CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                    new Outcome.OfTransport(pool.any().info().userTransport()));
        }
        if (transport.use() != pool.use()) {
            return refuse(CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION, new Outcome.Nothing());
        }
        return unknown || !policy.type().equals(pool.policyInfo().type())
                ? refusePolicy(pool.policyInfo())
                : Optional.empty();
    }

    private boolean hasRoom(PoolHandle handle, Optional<Pool> pool) {
        return size < limits.maxElements()
                && pool.map(p -> p.size() < limits.maxElementsPerPool())
                        .orElseGet(() ->
                                pools.size() < limits.maxPools()
                                        && handle.length() <= limits.maxPoolHandleLength());
    }

    private static Optional<Outcome.Refused> refusePolicy(PolicyInfo expected) {
        return refuse(CauseCode.INCONSISTENT_POOLING_POLICY, new Outcome.OfPolicy(expected));
    }

    private static Optional<Outcome.Refused> refuse(CauseCode cause, Outcome.Evidence evidence) {
        return Optional.of(new Outcome.Refused(cause, evidence));
    }

    private Pool newPool(PoolHandle handle, PoolElementInfo first) {
        do {
            lastNumber = lastNumber == Integer.MAX_VALUE ? 1 : lastNumber + 1;
        } while (poolsByNumber.find(lastNumber).isPresent());
        var pool = new Pool(handle, lastNumber, policies.orOpaque(first.policy().type()), first);
        pools.put(handle, pool);
        poolsByNumber.put(lastNumber, pool);
        return pool;
    }

    private Outcome add(Pool pool, PoolElementInfo element, Instant now) {
        var owner = owner(element.home());
        var entry = new ElementEntry(pool, element, owner, now);
        pool.add(entry);
        owner.add(entry);
        sum.add(entry.contribution());
        size++;
        return new Outcome.Added(entry, pool.size() == 1);
    }

    private Outcome update(ElementEntry entry, PoolElementInfo element, Instant now) {
        var former = entry.info();
        move(entry, element.home());
        entry.become(element);
        entry.heard(now);
        entry.pool().selector.changed(entry, former.policy());
        return new Outcome.Updated(entry, former);
    }

    private void move(ElementEntry entry, RegistrarId to) {
        if (entry.owner().equals(to)) {
            entry.owner.unmark(entry);
        } else {
            leave(entry);
            owner(to).add(entry);
        }
    }

    private void leave(ElementEntry entry) {
        var owner = entry.owner;
        owner.remove(entry);
        if (owner.entries.isEmpty() && owner != own) {
            owners.remove(owner.id);
        }
    }

    private Owner owner(RegistrarId id) {
        return id.equals(self) ? own : owners.computeIfAbsent(id, Owner::new);
    }

    /** Returns the pool with this handle. */
    public Optional<Pool> pool(PoolHandle handle) {
        return Optional.ofNullable(pools.get(handle));
    }

    /** Returns the element with this identifier in the pool with this handle. */
    public Optional<ElementEntry> find(PoolHandle handle, ElementId id) {
        return pool(handle).flatMap(pool -> pool.find(id));
    }

    /**
     * Selects elements of a pool for an answer by its policy, the first choice first.
     *
     * @param wanted at most so many, at least 0
     * @return a list that is not to be changed; empty if no element can serve, as with weight 0
     */
    public List<ElementEntry> select(Pool pool, int wanted) {
        int used = selection.used(pool.policy());
        int degraded = selection.degraded(pool.policy(), wanted);
        var selected = pool.selector.select(wanted, used, degraded, random);
        for (int i = 0; i < used && i < selected.size(); i++) {
            selected.get(i).selected();
        }
        return selected;
    }

    /**
     * Returns what {@link #select} would, but nothing counts as used or degrades: for telling what
     * there is, not for serving somebody.
     */
    public List<ElementEntry> preview(Pool pool, int wanted) {
        return pool.selector.select(wanted, 0, 0, random);
    }

    /**
     * Ties an element to another link, over which it is reached from then on.
     *
     * @throws IllegalStateException if the element is not in this handlespace
     */
    public void tie(ElementEntry entry, Link link) {
        checkPresent(entry);
        links.tie(entry, link);
    }

    /**
     * Ties an element to no link.
     *
     * @throws IllegalStateException if the element is not in this handlespace
     */
    public void untie(ElementEntry entry) {
        checkPresent(entry);
        links.untie(entry);
    }

    /** Returns whether there are elements on a link. */
    public boolean hasElements(Link link) {
        return links.has(link);
    }

    /** Returns the elements that are on a link, in the order in which they came there. */
    public List<ElementEntry> elementsOn(Link link) {
        return links.on(link);
    }

    /**
     * Returns the registrars that own elements, and this one, in the order of their identifiers.
     */
    public List<RegistrarId> owners() {
        return List.copyOf(owners.keySet());
    }

    /** Returns the number of elements that a registrar owns. */
    public int sizeOf(RegistrarId owner) {
        return existing(owner).map(o -> o.entries.size()).orElse(0);
    }

    /** Returns all elements that a registrar owns. */
    public List<ElementEntry> ownedBy(RegistrarId owner) {
        return table(owner, TableCursor.START, Integer.MAX_VALUE);
    }

    /** Returns the checksum over the elements of this registrar (ENRP-158). */
    public PeChecksum ownChecksum() {
        return own.checksum();
    }

    /** Returns the checksum over the elements of one registrar (ENRP-151). */
    public PeChecksum checksum(RegistrarId owner) {
        return existing(owner).map(Owner::checksum).orElseGet(() -> PeChecksum.ofSum(0));
    }

    /** Returns the checksum over all elements, which never goes over the wire. */
    public PeChecksum totalChecksum() {
        return sum.checksum();
    }

    /**
     * Returns the checksum over the elements of one registrar, computed from the elements. It is
     * the same as {@link #checksum}, at a cost of O(n).
     */
    public PeChecksum recomputedChecksum(RegistrarId owner) {
        return PeChecksum.ofSum(existing(owner).map(Owner::recomputedSum).orElse(0L));
    }

    private Optional<Owner> existing(RegistrarId id) {
        return Optional.ofNullable(owners.get(id));
    }

    /**
     * Returns the next elements of the handlespace.
     *
     * @param after where the last ones ended
     * @param max at most so many
     */
    public List<ElementEntry> table(TableCursor after, int max) {
        var page = new ArrayList<ElementEntry>(Math.min(max, size));
        long next = after.next();
        var walk = poolsByNumber.walkFrom(next >>> 32);
        while (page.size() < max && walk.hasNext()) {
            var pool = walk.next();
            boolean continued = pool.number() == next >>> 32;
            pool.collect(continued ? next & 0xffff_ffffL : 0, max, page);
        }
        return page;
    }

    /** Returns the next elements of one owner, as {@link #table(TableCursor, int)} does. */
    public List<ElementEntry> table(RegistrarId owner, TableCursor after, int max) {
        var page = new ArrayList<ElementEntry>();
        existing(owner)
                .ifPresent(o -> {
                    var walk = o.entries.walkFrom(after.next());
                    while (page.size() < max && walk.hasNext()) {
                        page.add(walk.next());
                    }
                });
        return page;
    }

    /**
     * Returns the next pools in the order of their numbers.
     *
     * @param after the number of the last one; 0 at the beginning
     * @param max at most so many
     */
    public List<Pool> pools(int after, int max) {
        var page = new ArrayList<Pool>();
        for (var walk = poolsByNumber.walkFrom(after + 1L); page.size() < max && walk.hasNext(); ) {
            page.add(walk.next());
        }
        return page;
    }

    /**
     * Marks all elements of an owner (ENRP-162). The mark of an element goes when it is registered
     * or learnt again, or changes its owner (ENRP-166).
     */
    public void mark(RegistrarId owner) {
        existing(owner).ifPresent(Owner::markAll);
    }

    /** Takes the marks off the elements of an owner. */
    public void clearMarks(RegistrarId owner) {
        existing(owner).ifPresent(Owner::clearMarks);
    }

    /**
     * Removes the elements of an owner that are still marked (ENRP-167).
     *
     * @return those that were removed
     */
    public List<ElementEntry> purgeMarked(RegistrarId owner) {
        var marked = new ArrayList<>(ownedBy(owner));
        marked.removeIf(entry -> !entry.isMarked());
        marked.forEach(this::remove);
        clearMarks(owner);
        return marked;
    }

    /**
     * Computes everything anew that is kept up to date otherwise, and compares; for tests,
     * simulations and slow self-checks.
     *
     * @throws IllegalStateException if something is different
     */
    public void verify() {
        poolsByNumber.verify();
        var all = table(TableCursor.START, Integer.MAX_VALUE);
        for (Pool pool : pools(0, Integer.MAX_VALUE)) {
            pool.verify();
            if (pool(pool.handle()).filter(found -> found == pool).isEmpty()) {
                throw new IllegalStateException(pool + " is not found by its handle");
            }
        }
        equal("pools", poolsByNumber.size(), pools.size());
        equal("elements", all.size(), size);
        equal("sum of all", contributions(all), sum.sum());
        int owned = 0;
        for (Owner owner : owners.values()) {
            owner.entries.verify();
            var entries = ownedBy(owner.id);
            owned += entries.size();
            equal("sum of " + owner.id, contributions(entries), owner.sum());
            for (ElementEntry entry : entries) {
                if (entry.owner != owner || !entry.info().home().equals(owner.id)) {
                    throw new IllegalStateException(
                            "%s with the home %s is listed under %s"
                                    .formatted(entry, entry.info().home(), owner.id));
                }
            }
        }
        equal("owned elements", all.size(), owned);
        links.verify(all);
    }

    private static long contributions(List<ElementEntry> entries) {
        return entries.stream()
                .mapToLong(entry -> PeChecksum.contribution(entry.handle(), entry.id()))
                .sum();
    }

    private static void equal(String what, long expected, long kept) {
        if (expected != kept) {
            throw new IllegalStateException(
                    "%s: %d by counting, %d as kept".formatted(what, expected, kept));
        }
    }
}
