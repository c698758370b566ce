package org.rserpool.core.handlespace;

import java.time.Instant;
import java.util.Optional;
import org.rserpool.core.Deadlines;
import org.rserpool.core.Link;
import org.rserpool.core.internal.Moments;
import org.rserpool.core.policy.Member;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;

/**
 * A pool element in a handlespace, and what a registrar notes about it.
 *
 * <p>It extends {@link Member}, and has its place in the list of its link in itself, because there
 * may be a million of them: each object more costs 16 octets and a visit to memory.
 *
 * <p>After its removal it keeps what was last known.
 */
public final class ElementEntry extends Member {

    /** Stands for "over no link". */
    static final Link NO_LINK = new Link(-1);

    /** The identifier once more: using it touches this object only. */
    final int identifier;

    Owner owner;
    int epoch;

    /** The ring of elements on the same link; {@link Links} keeps it. */
    Link link = NO_LINK;

    boolean firstOnLink;
    ElementEntry previousOnLink = this;
    ElementEntry nextOnLink = this;

    private final Pool pool;
    private PoolElementInfo info;
    private final long addedAt;
    private long heardAt;
    private long selections;
    private int reports;
    private Deadlines.Timer<?> timer = Deadlines.Timer.none();

    ElementEntry(Pool pool, PoolElementInfo info, Owner owner, Instant now) {
        super(info.id());
        this.pool = pool;
        this.info = info;
        this.identifier = info.id().value();
        this.owner = owner;
        this.addedAt = Moments.nanos(now);
        this.heardAt = addedAt;
    }

    @Override
    public PolicyInfo policy() {
        return info.policy();
    }

    /** Returns the pool. */
    public Pool pool() {
        return pool;
    }

    /** Returns the handle of the pool. */
    public PoolHandle handle() {
        return pool.handle();
    }

    /** Returns what is known of the element, with its owner as the home registrar. */
    public PoolElementInfo info() {
        return info;
    }

    /** Returns the registrar that owns the element: its home registrar. */
    public RegistrarId owner() {
        return owner.id;
    }

    /** Returns the link over which it registered here; empty if it did not, or elsewhere since. */
    public Optional<Link> link() {
        return isOnLink() ? Optional.of(link) : Optional.empty();
    }

    boolean isOnLink() {
        return !link.equals(NO_LINK);
    }

    /** Returns when the element came into this handlespace. */
    public Instant addedAt() {
        return Moments.instant(addedAt);
    }

    /** Returns when a sign of life was last had: a registration, an update, or {@link #heard}. */
    public Instant heardAt() {
        return Moments.instant(heardAt);
    }

    /** Takes note of a sign of life: the reports that it is dead are void. */
    public void heard(Instant now) {
        heardAt = Moments.nanos(now);
        reports = 0;
    }

    /** Returns how often it was reported unreachable since the last sign of life. */
    public int reports() {
        return reports;
    }

    /** Takes note of a report that the element is unreachable, and returns how many there are. */
    public int report() {
        if (reports < Integer.MAX_VALUE) {
            reports++;
        }
        return reports;
    }

    /** Returns how often its selection here counted as use. */
    public long selections() {
        return selections;
    }

    void selected() {
        selections++;
    }

    /** Returns the timer that watches the element; one that is never set if there is none. */
    public Deadlines.Timer<?> timer() {
        return timer;
    }

    /**
     * Gives the element the timer that watches it; the former one is cancelled. It is also
     * cancelled when the element is removed.
     */
    public void watchBy(Deadlines.Timer<?> newTimer) {
        timer.cancel();
        timer = newTimer;
    }

    /** Returns whether the mark of {@link Handlespace#mark} is on the element. */
    public boolean isMarked() {
        return owner.isMarked(this);
    }

    /** Where the element is listed: by the number of its pool, then by its identifier. */
    long position() {
        return (long) pool.number() << 32 | Integer.toUnsignedLong(identifier);
    }

    /** Returns what the element adds to the sum behind the checksum of its owner (PAR-089). */
    public long contribution() {
        return (long) pool.handleSum + (identifier >>> 16) + (identifier & 0xffff);
    }

    void become(PoolElementInfo newInfo) {
        info = newInfo;
    }

    @Override
    public String toString() {
        return "element %s of pool %s".formatted(id(), pool.handle());
    }
}
