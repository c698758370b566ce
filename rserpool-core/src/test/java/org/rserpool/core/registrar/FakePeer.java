package org.rserpool.core.registrar;

import static org.rserpool.core.Samples.SELF;
import static org.rserpool.core.Samples.sctp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.rserpool.core.Event;
import org.rserpool.core.Link;
import org.rserpool.core.handlespace.Handlespace;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionConfig;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.HandleTableRequest;
import org.rserpool.wire.message.EnrpMessage.HandleTableResponse;
import org.rserpool.wire.message.EnrpMessage.HandleUpdate;
import org.rserpool.wire.message.EnrpMessage.InitTakeover;
import org.rserpool.wire.message.EnrpMessage.InitTakeoverAck;
import org.rserpool.wire.message.EnrpMessage.ListRequest;
import org.rserpool.wire.message.EnrpMessage.ListResponse;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;
import org.rserpool.wire.message.EnrpMessage.Presence;
import org.rserpool.wire.message.EnrpMessage.TakeoverServer;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;
import org.rserpool.wire.message.Protocol;

/** A registrar that a test plays by hand, in front of the one on the test bench. */
final class FakePeer {

    private static final int STEP = 100;

    final RegistrarBench bench;
    final RegistrarId id;
    final String host;
    final TransportAddress address;

    /** Its own elements, over which it computes its checksum. */
    final Handlespace elements;

    Link link = new Link(1);

    FakePeer(RegistrarBench bench, int id, String host) {
        this.bench = bench;
        this.id = new RegistrarId(id);
        this.host = host;
        address = sctp(host, 9901);
        elements =
                new Handlespace(
                        this.id,
                        Policies.STANDARD,
                        SelectionConfig.DEFAULTS,
                        RegistrarConfig.FAST.handlespace(),
                        new SplittableRandom(id));
    }

    /** Makes a peer that has connected and introduced itself; what it was sent is forgotten. */
    static FakePeer met(RegistrarBench bench, int id, String host) {
        var peer = new FakePeer(bench, id, host).connect().introduce();
        peer.sent();
        return peer;
    }

    FakePeer connect() {
        link = bench.connectEnrp(host);
        return this;
    }

    /** Accepts the link that the registrar has asked for, which must be the only one. */
    FakePeer accept() {
        var opened =
                bench.driver.opened().stream()
                        .filter(open -> open.protocol() == Protocol.ENRP)
                        .filter(open -> open.remote().equals(address))
                        .toList();
        if (opened.size() != 1) {
            throw new AssertionError("one link to " + address + ", not " + opened);
        }
        link = opened.getFirst().link();
        bench.up(link, Protocol.ENRP, address);
        return this;
    }

    FakePeer introduce() {
        say(presence(false));
        return this;
    }

    void say(EnrpMessage message) {
        bench.driver.arrive(link, message);
    }

    Presence presence(boolean replyRequired) {
        return new Presence(
                id,
                SELF,
                replyRequired,
                Optional.of(elements.ownChecksum()),
                Optional.of(new ServerInformation(id, address)));
    }

    ServerInformation information() {
        return new ServerInformation(id, address);
    }

    /** Gives the peer an element, of which nobody is told. */
    PoolElementInfo own(PoolHandle pool, PoolElementInfo element) {
        var complete =
                element.withHome(id)
                        .withAsapTransport(
                                sctp(
                                        element.userTransport().addresses().getFirst().toString(),
                                        9000));
        elements.register(pool, complete, new Link(2), bench.driver.now());
        return complete;
    }

    /** Gives the peer an element, and says so. */
    PoolElementInfo add(PoolHandle pool, PoolElementInfo element) {
        var complete = own(pool, element);
        say(update(UpdateAction.ADD, pool, complete));
        return complete;
    }

    void remove(PoolHandle pool, PoolElementInfo element) {
        elements.find(pool, element.id()).ifPresent(elements::remove);
        say(update(UpdateAction.DELETE, pool, element));
    }

    HandleUpdate update(UpdateAction action, PoolHandle pool, PoolElementInfo element) {
        return new HandleUpdate(id, RegistrarId.NONE, action, false, pool, element);
    }

    void list(FakePeer... others) {
        say(
                new ListResponse(
                        id,
                        SELF,
                        false,
                        Arrays.stream(others).map(FakePeer::information).toList()));
    }

    void rejectList() {
        say(new ListResponse(id, SELF, true, List.of()));
    }

    void page(boolean more, PoolEntry... entries) {
        say(new HandleTableResponse(id, SELF, false, more, List.of(entries)));
    }

    void rejectTable() {
        say(new HandleTableResponse(id, SELF, true, false, List.of()));
    }

    void initTakeover(RegistrarId target) {
        say(new InitTakeover(id, RegistrarId.NONE, target));
    }

    void acknowledgeTakeover(RegistrarId target) {
        say(new InitTakeoverAck(id, SELF, target));
    }

    void takeoverServer(RegistrarId target) {
        say(new TakeoverServer(id, RegistrarId.NONE, target));
    }

    void lose() {
        bench.lose(link);
    }

    /** Refuses the link that the registrar wants. */
    void refuse() {
        var opened = bench.driver.opened();
        for (var open : opened) {
            if (open.remote().equals(address)) {
                bench.driver.feed(
                        new Event.LinkDown(open.link(), Event.LinkDown.Reason.UNREACHABLE));
            }
        }
    }

    List<EnrpMessage> sent() {
        return bench.driver.sent(link).stream().map(EnrpMessage.class::cast).toList();
    }

    <M extends EnrpMessage> List<M> sent(Class<M> kind) {
        return bench.driver.sent(link, kind);
    }

    /** Returns the requests for lists and tables. */
    List<EnrpMessage> asked() {
        var asked = new ArrayList<EnrpMessage>();
        asked.addAll(sent(ListRequest.class));
        asked.addAll(sent(HandleTableRequest.class));
        return asked;
    }

    boolean isPeer() {
        return standing().isPresent();
    }

    Optional<RegistrarSnapshot.Standing> standing() {
        return bench.snapshot().peers().stream()
                .filter(peer -> peer.id().equals(id))
                .map(RegistrarSnapshot.Peer::standing)
                .findFirst();
    }

    /** Lets time pass in which these peers, and only they, make themselves heard. */
    static void pass(RegistrarBench bench, long milliseconds, FakePeer... alive) {
        for (long passed = 0; passed < milliseconds; passed += STEP) {
            for (FakePeer peer : alive) {
                peer.say(peer.presence(false));
            }
            bench.driver.passMillis(Math.min(STEP, milliseconds - passed));
        }
    }
}
