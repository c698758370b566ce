package org.rserpool.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.rserpool.core.Action;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.Machine;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * A process that lies: registers elements that are not there, and others' under its own address;
 * deregisters and reports others; pretends to be a registrar; sends what makes no sense; opens
 * connections and says nothing. It knows all pools and identifiers.
 */
final class Rogue implements Machine {

    private static final int MAX_LINKS = 40;

    private final Chance chance;
    private final Truth truth;
    private final List<PoolHandle> pools;
    private final TransportAddress own;
    private final List<NodeSpec.Listener> targets;
    private final Duration between;
    private final List<Link> links = new ArrayList<>();
    private final Set<Link> readings = new HashSet<>(); // never iterated
    private Instant next = Instant.MAX;
    private long nextLink = 1;

    /**
     * Makes a rogue.
     *
     * @param own its own address
     * @param targets where it may open connections: registrars and elements
     * @param between the average time between two misdeeds
     */
    Rogue(
            Chance chance,
            Truth truth,
            List<PoolHandle> pools,
            TransportAddress own,
            List<NodeSpec.Listener> targets,
            Duration between) {
        this.chance = chance;
        this.truth = truth;
        this.pools = pools;
        this.own = own;
        this.targets = targets;
        this.between = between;
    }

    @Override
    public List<Action> handle(Event event, Instant now) {
        return switch (event) {
            case Event.Started() -> {
                next = now.plus(chance.next(between));
                yield List.of();
            }
            case Event.LinkUp up -> {
                links.add(up.link());
                if (up.protocol() == Protocol.ENRP) {
                    readings.add(up.link());
                }
                yield List.of();
            }
            case Event.LinkDown(var link, _) -> {
                links.remove(link);
                yield List.of();
            }
            case Event.TimeReached() -> {
                if (now.isBefore(next)) {
                    yield List.of();
                }
                next = now.plus(chance.next(between));
                yield List.of(misdeed());
            }
            case Event.Arrived _, Event.Overheard _, Event.Garbled _, Event.Asked _ -> List.of();
        };
    }

    @Override
    public Instant deadline() {
        return next;
    }

    private Action misdeed() {
        if (links.isEmpty() || (links.size() < MAX_LINKS && chance.percent(20))) {
            var link = new Link(nextLink);
            nextLink += 2;
            var target = chance.oneOf(targets);
            return new Action.Open(link, target.protocol(), target.address());
        }
        var link = chance.oneOf(links);
        if (chance.percent(5)) {
            links.remove(link);
            var manner =
                    chance.percent(50) ? Action.Close.Manner.ABORT : Action.Close.Manner.GRACEFUL;
            return new Action.Close(link, manner);
        }
        return new Action.Send(link, readings.contains(link) ? question() : lie());
    }

    private Message lie() {
        var victim = victim();
        var pool = victim.pool();
        var id = victim.id();
        return switch (chance.between(1, 15)) {
            case 1, 2, 3 -> new AsapMessage.Registration(pool, element(id));
            case 4, 5 -> new AsapMessage.Deregistration(pool, id);
            case 6 -> new AsapMessage.EndpointUnreachable(pool, id);
            case 7 ->
                    new AsapMessage.HandleResolution(
                            chance.percent(50) ? pool : nonsense(),
                            chance.percent(50),
                            OptionalLong.of(chance.upTo(0xffff_ffffL)));
            case 8 ->
                    new AsapMessage.RegistrationResponse(
                            pool, id, true, List.of(new ErrorCause(CauseCode.LACK_OF_RESOURCES)));
            case 9 -> new AsapMessage.DeregistrationResponse(pool, id, List.of());
            case 10 ->
                    new AsapMessage.EndpointKeepAlive(
                            new RegistrarId(7), pool, chance.percent(50), Optional.of(id));
            case 11 ->
                    AsapMessage.HandleResolutionResponse.negative(
                            pool, new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE));
            case 12 ->
                    new AsapMessage.AsapError(
                            List.of(
                                    new ErrorCause(
                                            CauseCode.UNRECOGNIZED_MESSAGE,
                                            Bytes.of((byte) 0x41))));
            case 13 -> new AsapMessage.EndpointKeepAliveAck(nonsense(), id);
            case 14 ->
                    new EnrpMessage.HandleTableRequest(
                            new RegistrarId(7), RegistrarId.NONE, chance.percent(50));
            default ->
                    new EnrpMessage.Presence(
                            new RegistrarId(7),
                            RegistrarId.NONE,
                            true,
                            Optional.empty(),
                            Optional.empty());
        };
    }

    /** What somebody may say over ENRP who is no peer, and shall not become one. */
    private Message question() {
        var self = new RegistrarId(7);
        return switch (chance.between(1, 3)) {
            case 1 -> new EnrpMessage.ListRequest(self, RegistrarId.NONE);
            case 2 ->
                    new EnrpMessage.HandleTableRequest(self, RegistrarId.NONE, chance.percent(50));
            default ->
                    new EnrpMessage.Presence(
                            self, RegistrarId.NONE, true, Optional.empty(), Optional.empty());
        };
    }

    private Truth.Key victim() {
        var members = truth.members();
        return members.isEmpty() || chance.percent(20)
                ? new Truth.Key(chance.oneOf(pools), new ElementId(chance.between(0, 3)))
                : chance.oneOf(members).key();
    }

    /** An element that is not there, at its own address or that of somebody else. */
    private PoolElementInfo element(ElementId id) {
        var transport = chance.percent(50) ? own : chance.oneOf(targets).address();
        var policies = Policies.STANDARD.all();
        var policy = chance.percent(50) ? policies.getFirst() : chance.oneOf(policies);
        var words = new long[policy.values().size()];
        Arrays.fill(words, 1); // with weight 0 a pool may be there and have nobody to offer
        return new PoolElementInfo(
                id,
                RegistrationLife.ofSeconds(chance.between(1, 100)),
                chance.percent(50) ? transport : tcp(transport),
                new PolicyInfo(policy.type(), words));
    }

    private TransportAddress tcp(TransportAddress address) {
        return new TransportAddress.Tcp(chance.between(0, 65_535), address.addresses().getFirst());
    }

    private PoolHandle nonsense() {
        return PoolHandle.of("x".repeat(chance.mostlySmall(1, 2_000)));
    }
}
