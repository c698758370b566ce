package org.rserpool.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.endpoint.EndpointRequest;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;

/** Who really is an element of which pool, whatever registrars believe. */
public final class Truth implements Observer {

    private final World world;
    private final Map<Key, Member> members = new LinkedHashMap<>();

    /** Begins without members, and follows the world from then on. */
    public Truth(World world) {
        this.world = world;
        world.observe(this);
    }

    /** What identifies an element in the whole scope. */
    public record Key(PoolHandle pool, ElementId id) {
        @Override
        public String toString() {
            return pool + "/" + id;
        }
    }

    /** What an application wants of its element. */
    public enum Wish {
        /** To be registered. */
        PRESENT,
        /** To leave; whether it is registered does not matter until that is done. */
        LEAVING,
        /** Not to be registered: it has left, was refused, or has ended. */
        ABSENT
    }

    /** An element as its application sees it. */
    public final class Member {
        private final Key key;
        private final Node node;
        private final String name;
        private EndpointRequest.Join wanted;
        private boolean isSettled;
        private Wish wish = Wish.PRESENT;
        private Duration since = world.now();

        private Member(Node node, String name, EndpointRequest.Join join) {
            this.key = new Key(join.pool(), join.id());
            this.node = node;
            this.name = name;
            this.wanted = join;
        }

        /** Returns what identifies it. */
        public Key key() {
            return key;
        }

        /** Returns its name for people, which stays when its identifier changes. */
        public String name() {
            return name;
        }

        /** Returns where it runs. */
        public Node node() {
            return node;
        }

        /** Returns what its application wants. */
        public Wish wish() {
            return wish;
        }

        /** Returns what it is to be registered as, or is asked for as long as it never was. */
        public EndpointRequest.Join wanted() {
            return wanted;
        }

        /** Returns whether the last request to register it is answered. */
        public boolean isSettled() {
            return isSettled;
        }

        /** Returns whether it serves: it is wanted to, and its process runs. */
        public boolean isAlive() {
            return wish == Wish.PRESENT && node.isRunning();
        }

        /** Returns since when it does not serve; it must not be alive. */
        public Duration deadSince() {
            return wish == Wish.PRESENT ? node.since() : since;
        }

        private void become(Wish newWish) {
            wish = newWish;
            since = world.now();
        }

        @Override
        public String toString() {
            return "%s (%s on %s)".formatted(key, name, node);
        }
    }

    /** An application asks for an element to be registered, or for a change. */
    void asked(Node node, String name, EndpointRequest.Join join) {
        var key = new Key(join.pool(), join.id());
        var known = find(key).filter(m -> m.node == node && m.wish == Wish.PRESENT);
        if (known.isPresent()) {
            known.get().isSettled = false;
        } else {
            members.put(key, new Member(node, name, join));
        }
    }

    /** A registrar has granted something that was asked for. */
    void granted(Key key, PoolElementInfo element) {
        find(key)
                .filter(m -> m.wish == Wish.PRESENT)
                .ifPresent(member -> {
                    var former = member.wanted;
                    member.wanted =
                            new EndpointRequest.Join(
                                    former.pool(),
                                    former.id(),
                                    element.life(),
                                    former.service(),
                                    element.policy(),
                                    former.asapTransport());
                });
    }

    /** What was asked for last is answered. */
    void settled(Key key) {
        find(key).ifPresent(member -> member.isSettled = true);
    }

    void leaving(Key key) {
        find(key).ifPresent(member -> member.become(Wish.LEAVING));
    }

    /** The element is not registered any more, and does not want to be. */
    void absent(Key key) {
        find(key).ifPresent(member -> member.become(Wish.ABSENT));
    }

    /** A process is gone, and its elements with it. */
    @Override
    public void onChange(Node node, Change change) {
        switch (change) {
            case CRASHED, POWERED_OFF -> {
                for (Member member : members.values()) {
                    if (member.node == node && member.wish != Wish.ABSENT) {
                        member.become(Wish.ABSENT);
                    }
                }
            }
            case STARTED, POWERED_ON, FROZEN, THAWED, SLOWED, HURRIED, DISCONNECTED -> {}
        }
    }

    /** Returns an element by its identifiers, even if it is gone. */
    public Optional<Member> find(Key key) {
        return Optional.ofNullable(members.get(key));
    }

    /** Returns the element with an identifier that serves at an address. */
    public Optional<Member> at(TransportAddress address, Key key) {
        return find(key)
                .filter(m -> m.wanted.service().port() == address.port())
                .filter(m -> address.addresses().stream().anyMatch(m.node.addresses()::contains));
    }

    /** Returns all that ever were, in the order in which they came. */
    public List<Member> members() {
        return new ArrayList<>(members.values());
    }

    /** Returns those of a pool that serve. */
    public List<Member> alive(PoolHandle pool) {
        return members.values().stream()
                .filter(m -> m.key.pool().equals(pool))
                .filter(Member::isAlive)
                .toList();
    }

    /** Returns how an element is called by people: its name, else its identifier. */
    public String nameOf(PoolHandle pool, ElementId id) {
        return pool + "/" + find(new Key(pool, id)).map(Member::name).orElseGet(id::toString);
    }
}
