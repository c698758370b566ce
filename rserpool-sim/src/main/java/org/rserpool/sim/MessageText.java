package org.rserpool.sim;

import java.util.List;
import java.util.stream.Collectors;
import org.rserpool.core.policy.Policies;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;

/** How messages and what is in them are written in traces: short, with the names of elements. */
final class MessageText {

    private final Truth truth;

    MessageText(Truth truth) {
        this.truth = truth;
    }

    String of(Message message) {
        return message.getClass().getSimpleName() + details(message);
    }

    private String details(Message message) {
        return switch (message) {
            case AsapMessage asap -> asap(asap);
            case EnrpMessage enrp -> enrp(enrp) + " to=" + enrp.receiver();
        };
    }

    private String enrp(EnrpMessage message) {
        return switch (message) {
            case EnrpMessage.Presence presence ->
                    "%s%s%s"
                            .formatted(
                                    presence.replyRequired() ? " R" : "",
                                    presence.checksum().map(c -> " " + c).orElse(""),
                                    presence.information()
                                            .map(i -> " at " + i.transport())
                                            .orElse(""));
            case EnrpMessage.HandleTableRequest request -> request.ownChildrenOnly() ? " W" : "";
            case EnrpMessage.HandleTableResponse response ->
                    "%s%s %s"
                            .formatted(
                                    response.rejected() ? " R" : "",
                                    response.moreToSend() ? " M" : "",
                                    response.entries().stream()
                                            .map(this::entry)
                                            .collect(Collectors.joining(", ", "[", "]")));
            case EnrpMessage.HandleUpdate update ->
                    " %s%s %s of %s"
                            .formatted(
                                    update.action(),
                                    update.takeoverSuggested() ? " T" : "",
                                    name(update.pool(), update.element().id()),
                                    update.element().home());
            case EnrpMessage.ListRequest _ -> "";
            case EnrpMessage.ListResponse response ->
                    "%s %s"
                            .formatted(
                                    response.rejected() ? " R" : "",
                                    response.servers().stream()
                                            .map(s -> s.id() + " at " + s.transport())
                                            .collect(Collectors.joining(", ", "[", "]")));
            case EnrpMessage.InitTakeover(_, _, var target) -> " of " + target;
            case EnrpMessage.InitTakeoverAck(_, _, var target) -> " of " + target;
            case EnrpMessage.TakeoverServer(_, _, var target) -> " of " + target;
            case EnrpMessage.EnrpError(_, _, var errors) -> causes(errors);
        };
    }

    private String entry(EnrpMessage.PoolEntry entry) {
        return entry.elements().stream()
                .map(e -> name(entry.pool(), e.id()) + " of " + e.home())
                .collect(Collectors.joining(", "));
    }

    private String asap(AsapMessage message) {
        return switch (message) {
            case AsapMessage.Registration(var pool, var element) ->
                    " %s %s life=%s at %s%s"
                            .formatted(
                                    name(pool, element.id()),
                                    policy(element.policy()),
                                    element.life(),
                                    element.userTransport(),
                                    element.asapTransport().map(t -> " asap=" + t).orElse(""));
            case AsapMessage.Deregistration(var pool, var id) -> " " + name(pool, id);
            case AsapMessage.RegistrationResponse(var pool, var id, var rejected, var errors) ->
                    " %s %s%s"
                            .formatted(
                                    name(pool, id),
                                    rejected ? "rejected" : "granted",
                                    causes(errors));
            case AsapMessage.DeregistrationResponse(var pool, var id, var errors) ->
                    " %s%s".formatted(name(pool, id), causes(errors));
            case AsapMessage.HandleResolution(var pool, var subscribe, var items) ->
                    " %s%s%s"
                            .formatted(
                                    pool,
                                    subscribe ? " S" : "",
                                    items.isPresent()
                                            ? " items=" + Long.toString(items.getAsLong())
                                            : "");
            case AsapMessage.HandleResolutionResponse(
                            var pool,
                            var updates,
                            var policy,
                            var elements,
                            var errors) ->
                    " %s%s%s%s%s"
                            .formatted(
                                    pool,
                                    updates ? " A" : "",
                                    policy.map(p -> " " + policyName(p)).orElse(""),
                                    errors.isEmpty() ? " " + names(pool, elements) : "",
                                    causes(errors));
            case AsapMessage.EndpointKeepAlive(_, var pool, var newHome, var element) ->
                    " %s%s"
                            .formatted(
                                    element.map(id -> name(pool, id)).orElseGet(pool::toString),
                                    newHome ? " H" : "");
            case AsapMessage.EndpointKeepAliveAck(var pool, var id) -> " " + name(pool, id);
            case AsapMessage.EndpointUnreachable(var pool, var id) -> " " + name(pool, id);
            case AsapMessage.ServerAnnounce(var registrar, var transports) ->
                    " %s %s".formatted(registrar, transports);
            case AsapMessage.Cookie(var cookie) -> " " + cookie;
            case AsapMessage.CookieEcho(var cookie) -> " " + cookie;
            case AsapMessage.BusinessCard(var pool, var elements) -> " " + names(pool, elements);
            case AsapMessage.AsapError(var errors) -> causes(errors);
        };
    }

    String name(PoolHandle pool, ElementId id) {
        return truth.nameOf(pool, id);
    }

    /** Returns the elements of a pool, each with its policy values. */
    String names(PoolHandle pool, List<PoolElementInfo> elements) {
        return elements.stream()
                .map(element -> shortName(pool, element.id()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String shortName(PoolHandle pool, ElementId id) {
        return truth.find(new Truth.Key(pool, id)).map(Truth.Member::name).orElseGet(id::toString);
    }

    static String policy(PolicyInfo policy) {
        return Policies.STANDARD.print(policy);
    }

    private static String policyName(PolicyInfo policy) {
        return Policies.STANDARD
                .find(policy.type())
                .map(p -> p.name())
                .orElseGet(() -> policy.type().toString());
    }

    static String causes(List<ErrorCause> errors) {
        return errors.isEmpty()
                ? ""
                : errors.stream()
                        .map(e -> e.code().toString())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
