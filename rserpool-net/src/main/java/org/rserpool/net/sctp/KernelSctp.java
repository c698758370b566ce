package org.rserpool.net.sctp;

import com.sun.nio.sctp.SctpServerChannel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.rserpool.net.transport.Host;
import org.rserpool.net.transport.Transport;
import org.rserpool.net.transport.TransportKind;

/** The SCTP of the operating system, where it has one. */
public final class KernelSctp implements TransportKind {

    /** Makes the kind. */
    public KernelSctp() {}

    @Override
    public String name() {
        return "SCTP";
    }

    @Override
    public Optional<String> unavailable() {
        var answer = new CompletableFuture<Optional<String>>();
        // A platform thread, whatever the caller runs on: SCTP channels do not stand others.
        Thread.ofPlatform().name("sctp-probe").daemon().start(() -> answer.complete(probe()));
        return answer.join();
    }

    private static Optional<String> probe() {
        try (var channel = SctpServerChannel.open()) {
            return channel.isOpen() ? Optional.empty() : Optional.of("SCTP channels do not open");
        } catch (UnsupportedOperationException e) {
            var message = String.valueOf(e.getMessage());
            return Optional.of(
                    message.contains("libsctp")
                            ? "the library libsctp.so.1 is missing: " + message
                            : "this kernel has no SCTP: " + message);
        } catch (IOException e) {
            return Optional.of("SCTP cannot be used: " + e.getMessage());
        } catch (LinkageError e) {
            return Optional.of("this Java runtime has no SCTP: " + e.getMessage());
        }
    }

    @Override
    public List<String> restrictions() {
        return NativeSctp.unavailable()
                .map(why -> "links are not opened from the port that accepts: " + why)
                .stream()
                .toList();
    }

    @Override
    public Transport make(Host host) {
        return new SctpTransport(host);
    }
}
