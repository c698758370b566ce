package org.rserpool.net.sctp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.wire.IpAddress;

/**
 * What the JDK's SCTP channels do not offer, asked of the operating system directly (Linux).
 *
 * <p>The JDK tells nobody the descriptor of a channel, so it is found among those of the process by
 * what its socket is: SCTP, of this type, bound to this port.
 */
@SuppressWarnings("restricted")
final class NativeSctp {

    /** What {@code connect} says while it goes on. */
    static final int EINPROGRESS = 115;

    /** What {@code connect} says when the association exists. */
    static final int EISCONN = 106;

    /** What {@code connect} says when the association is being made. */
    static final int EALREADY = 114;

    /** The type of sockets with one association. */
    static final int ONE_TO_ONE = 1;

    /** The type of sockets with many associations. */
    static final int ONE_TO_MANY = 5;

    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_TYPE = 3;
    private static final int SO_PROTOCOL = 38;
    private static final int IPPROTO_SCTP = 132;
    private static final int SCTP_SOCKOPT_CONNECTX3 = 111;

    /** {@code struct sctp_getaddrs_old}: association (4), length (4), addresses (pointer). */
    private static final int GETADDRS_SIZE = 16;

    private static final int GETADDRS_LENGTH = 4;
    private static final int GETADDRS_ADDRESSES = 8;

    /** {@code struct sctp_sndrcvinfo}, of which only the flags and the association are set. */
    private static final int SNDRCVINFO_SIZE = 32;

    private static final int SNDRCVINFO_FLAGS = 4;
    private static final int SNDRCVINFO_ASSOCIATION = 28;
    private static final short SCTP_ABORT = 4;

    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle getsockopt;
    private final MethodHandle setsockopt;
    private final MethodHandle getsockname;
    private final MethodHandle getladdrs;
    private final MethodHandle freeladdrs;
    private final MethodHandle send;

    private NativeSctp() {
        var c = Linker.nativeLinker().defaultLookup();
        // For the whole life of the process, as the JDK itself keeps it loaded.
        var sctp = SymbolLookup.libraryLookup("libsctp.so.1", Arena.global());
        this.getsockopt = call(c, "getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        this.setsockopt = call(c, "setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        this.getsockname = call(c, "getsockname", JAVA_INT, ADDRESS, ADDRESS);
        this.getladdrs = call(sctp, "sctp_getladdrs", JAVA_INT, JAVA_INT, ADDRESS);
        this.send = call(sctp, "sctp_send", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT);
        this.freeladdrs =
                Linker.nativeLinker()
                        .downcallHandle(
                                sctp.findOrThrow("sctp_freeladdrs"),
                                FunctionDescriptor.ofVoid(ADDRESS));
    }

    private static MethodHandle call(SymbolLookup library, String name, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow(name),
                        FunctionDescriptor.of(JAVA_INT, arguments),
                        Linker.Option.captureCallState("errno"));
    }

    /** Returns the way to the operating system, or why there is none. */
    static Load load() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return new Load.Missing("it is only known how on Linux");
        }
        try {
            return new Load.Found(new NativeSctp());
        } catch (IllegalCallerException | IllegalArgumentException | LinkageError e) {
            return new Load.Missing(String.valueOf(e.getMessage()));
        } catch (java.util.NoSuchElementException e) {
            return new Load.Missing("a function is missing: " + e.getMessage());
        }
    }

    /** What came of loading. */
    sealed interface Load {

        record Found(NativeSctp calls) implements Load {}

        record Missing(String why) implements Load {}
    }

    static Optional<String> unavailable() {
        return switch (load()) {
            case Load.Found _ -> Optional.empty();
            case Load.Missing(var why) -> Optional.of(why);
        };
    }

    // ---- finding descriptors ----

    /**
     * Lets sockets that are about to be bound take a port on which associations of an earlier
     * process still linger. It concerns all SCTP sockets of the type that are not bound yet, which
     * harms none of them.
     */
    void allowReuse(int type) {
        try (var arena = Arena.ofConfined()) {
            var one = arena.allocateFrom(JAVA_INT, 1);
            for (int descriptor : descriptors()) {
                if (isSctp(arena, descriptor, type) && localPort(arena, descriptor) == 0) {
                    invoke(setsockopt, arena, descriptor, SOL_SOCKET, SO_REUSEADDR, one, 4);
                }
            }
        }
    }

    /**
     * Finds the socket of this type that is bound to {@code port} at {@code addresses}. Asked for
     * its name, a socket names one of them.
     */
    Optional<Integer> find(int type, List<IpAddress> addresses, int port) {
        boolean wildcard = addresses.stream().anyMatch(IpAddress::isUnspecified);
        try (var arena = Arena.ofConfined()) {
            for (int descriptor : descriptors()) {
                if (isSctp(arena, descriptor, type)
                        && localPort(arena, descriptor) == port
                        && localAddress(arena, descriptor)
                                .filter(name ->
                                        wildcard ? name.isUnspecified() : addresses.contains(name))
                                .isPresent()) {
                    return Optional.of(descriptor);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Integer> descriptors() {
        var names = new File("/proc/self/fd").list();
        var descriptors = new ArrayList<Integer>();
        for (String name : names == null ? new String[0] : names) {
            descriptors.add(Integer.valueOf(name));
        }
        return descriptors;
    }

    private boolean isSctp(Arena arena, int descriptor, int type) {
        return option(arena, descriptor, SO_PROTOCOL) == IPPROTO_SCTP
                && option(arena, descriptor, SO_TYPE) == type;
    }

    private int option(Arena arena, int descriptor, int option) {
        var value = arena.allocate(JAVA_INT);
        var length = arena.allocateFrom(JAVA_INT, 4);
        int result = invoke(getsockopt, arena, descriptor, SOL_SOCKET, option, value, length);
        return result < 0 ? -1 : value.get(JAVA_INT, 0);
    }

    private int localPort(Arena arena, int descriptor) {
        return localName(arena, descriptor).map(SocketAddresses::port).orElse(-1);
    }

    private Optional<IpAddress> localAddress(Arena arena, int descriptor) {
        return localName(arena, descriptor).flatMap(SocketAddresses::address);
    }

    private Optional<MemorySegment> localName(Arena arena, int descriptor) {
        var name = arena.allocate(SocketAddresses.MAX_SIZE);
        var length = arena.allocateFrom(JAVA_INT, (int) name.byteSize());
        return invoke(getsockname, arena, descriptor, name, length) < 0
                ? Optional.empty()
                : Optional.of(name);
    }

    // ---- what a socket with many associations can do ----

    /**
     * Begins an association with a peer, all of whose addresses are tried.
     *
     * <p>The library has this as {@code sctp_connectx}, but in several versions, of which one
     * cannot be asked for.
     *
     * @return the number of the association
     * @throws Refused with the error number
     */
    int connect(int descriptor, List<IpAddress> addresses, int port) throws Refused {
        try (var arena = Arena.ofConfined()) {
            var packed = SocketAddresses.pack(arena, addresses, port);
            var request = arena.allocate(GETADDRS_SIZE, 8);
            request.set(JAVA_INT, GETADDRS_LENGTH, (int) packed.byteSize());
            request.set(ADDRESS, GETADDRS_ADDRESSES, packed);
            var length = arena.allocateFrom(JAVA_INT, GETADDRS_SIZE);
            int error =
                    error(
                            getsockopt,
                            arena,
                            descriptor,
                            IPPROTO_SCTP,
                            SCTP_SOCKOPT_CONNECTX3,
                            request,
                            length);
            if (error != 0 && error != EINPROGRESS) {
                throw new Refused(error);
            }
            return request.get(JAVA_INT, 0);
        }
    }

    /** Returns the local addresses of an association; empty if there is no such association. */
    List<IpAddress> localAddresses(int descriptor, int association) {
        try (var arena = Arena.ofConfined()) {
            var list = arena.allocate(ADDRESS);
            int count = invoke(getladdrs, arena, descriptor, association, list);
            if (count <= 0) {
                return List.of();
            }
            var addresses = list.get(ADDRESS, 0);
            try {
                return SocketAddresses.unpack(addresses, count);
            } finally {
                free(addresses);
            }
        }
    }

    private void free(MemorySegment addresses) {
        try {
            freeladdrs.invokeExact(addresses);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call threw", e);
        }
    }

    /** Aborts an association, in whatever state it is. */
    void abort(int descriptor, int association) {
        try (var arena = Arena.ofConfined()) {
            var info = arena.allocate(SNDRCVINFO_SIZE, 8);
            info.set(JAVA_SHORT, SNDRCVINFO_FLAGS, SCTP_ABORT);
            info.set(JAVA_INT, SNDRCVINFO_ASSOCIATION, association);
            invoke(send, arena, descriptor, MemorySegment.NULL, 0L, info, 0);
        }
    }

    /** Calls a function and returns what it returns. */
    private static int invoke(MethodHandle function, Arena arena, Object... arguments) {
        return invoke(function, arena.allocate(CAPTURED), arguments);
    }

    /** Calls a function and returns the error number, or 0 if there was no error. */
    private static int error(MethodHandle function, Arena arena, Object... arguments) {
        var state = arena.allocate(CAPTURED);
        return invoke(function, state, arguments) < 0 ? (int) ERRNO.get(state, 0L) : 0;
    }

    private static int invoke(MethodHandle function, MemorySegment state, Object... arguments) {
        var all = new ArrayList<Object>(arguments.length + 1);
        all.add(state);
        all.addAll(List.of(arguments));
        try {
            return (int) function.invokeWithArguments(all);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call threw", e);
        }
    }

    /** The operating system said no. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private final int error;

        Refused(int error) {
            super("error " + error);
            this.error = error;
        }

        /** Returns whether there is, or will be, an association with the peer all the same. */
        boolean hasAssociation() {
            return error == EISCONN || error == EALREADY;
        }
    }
}
