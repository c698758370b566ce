package org.rserpool.net.sctp;

import com.sun.nio.sctp.AbstractNotificationHandler;
import com.sun.nio.sctp.Association;
import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.HandlerResult;
import com.sun.nio.sctp.PeerAddressChangeNotification;
import com.sun.nio.sctp.ShutdownNotification;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rserpool.core.Event.LinkDown.Reason;
import org.rserpool.net.internal.Addresses;

/**
 * Turns the kernel's notifications about associations into calls of their links.
 *
 * @param <T> the socket that the notifications come from
 */
final class Notifications<T> extends AbstractNotificationHandler<T> {

    private final BiFunction<T, Association, Optional<? extends SctpLink>> links;
    private final BiConsumer<T, Association> begun;
    private final Consumer<T> notBegun;

    /**
     * @param links finds the link of an association
     * @param begun hears that an association has come up
     * @param notBegun hears that an association could not be begun, but not which
     */
    Notifications(
            BiFunction<T, Association, Optional<? extends SctpLink>> links,
            BiConsumer<T, Association> begun,
            Consumer<T> notBegun) {
        this.links = links;
        this.begun = begun;
        this.notBegun = notBegun;
    }

    private Optional<? extends SctpLink> link(T socket, @Nullable Association association) {
        return association == null ? Optional.empty() : links.apply(socket, association);
    }

    /** After the last word of a link its channel is closed, and must not be read any further. */
    private static HandlerResult goOn(Optional<? extends SctpLink> link) {
        return link.isPresent() && link.get().isGone()
                ? HandlerResult.RETURN
                : HandlerResult.CONTINUE;
    }

    @Override
    public HandlerResult handleNotification(AssociationChangeNotification notification, T socket) {
        var association = notification.association();
        if (notification.event() == AssociationChangeNotification.AssocChangeEvent.COMM_UP) {
            begun.accept(socket, association);
            return HandlerResult.CONTINUE;
        }
        var link = link(socket, association);
        switch (notification.event()) {
            case COMM_UP -> {}
            case COMM_LOST -> link.ifPresent(ended -> ended.ended(Reason.LOST));
            case SHUTDOWN -> link.ifPresent(ended -> ended.ended(Reason.CLOSED));
            case CANT_START -> notBegun.accept(socket);
            case RESTART ->
                    link.ifPresent(again -> {
                        again.restarted();
                        if (!again.isGone()) {
                            again.refreshAddresses();
                        }
                    });
        }
        return goOn(link);
    }

    @Override
    public HandlerResult handleNotification(PeerAddressChangeNotification notification, T socket) {
        var link = link(socket, notification.association());
        if (link.isPresent() && link.get().isOpen() && !link.get().isFinishing()) {
            var address = Addresses.of(((InetSocketAddress) notification.address()).getAddress());
            switch (notification.event()) {
                case ADDR_UNREACHABLE -> link.get().path(address, false);
                case ADDR_AVAILABLE, ADDR_CONFIRMED -> link.get().path(address, true);
                case ADDR_ADDED, ADDR_REMOVED, ADDR_MADE_PRIMARY -> {}
            }
            link.get().refreshAddresses();
        }
        return goOn(link);
    }

    @Override
    public HandlerResult handleNotification(ShutdownNotification notification, T socket) {
        var link = link(socket, notification.association());
        link.ifPresent(SctpLink::closedByPeer);
        return goOn(link);
    }
}
