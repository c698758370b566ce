package org.rserpool.wire.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.message.EnrpMessage.PoolEntry;

/**
 * The parameters of a message, whose order does not matter as long as the meaning is clear.
 *
 * <p>All of them are looked at before the first one is read: what is unknown or out of place is
 * judged, what may be there once is there no more than once.
 */
final class Parameters {

    private static final int POOL_HANDLES = ParameterType.setOf(ParameterType.POOL_HANDLE);
    private static final int POOL_ELEMENTS = ParameterType.setOf(ParameterType.POOL_ELEMENT);

    private final WireReader in;
    private final int first;
    private final int expected;
    private int present;

    /**
     * Looks at the parameters from the position of {@code in} on.
     *
     * @param once the types that may be there once
     * @param often the types that may be there several times
     */
    Parameters(WireReader in, int once, int often) throws Undecodable {
        this.in = in;
        this.first = in.position();
        this.expected = once | often;
        while (in.hasParameter()) {
            int type = ParameterType.setOf(in.peekType());
            if ((type & expected) == 0) {
                in.skipUnknown();
                continue;
            }
            if ((type & present & once) != 0) {
                throw in.invalidNext(
                        ParameterType.describe(in.peekType()) + " may not be repeated");
            }
            present |= type;
            in.skip();
        }
        in.moveTo(first);
    }

    boolean has(int type) {
        return (present & ParameterType.setOf(type)) != 0;
    }

    PoolHandle poolHandle() throws Undecodable {
        find(ParameterType.POOL_HANDLE);
        return FieldCodec.readPoolHandle(in);
    }

    ElementId elementId() throws Undecodable {
        find(ParameterType.PE_IDENTIFIER);
        return FieldCodec.readElementId(in);
    }

    Bytes cookie() throws Undecodable {
        find(ParameterType.COOKIE);
        return FieldCodec.readCookie(in);
    }

    long items() throws Undecodable {
        find(ParameterType.HANDLE_RESOLUTION_OPTION);
        return FieldCodec.readItems(in);
    }

    Optional<PolicyInfo> policy() throws Undecodable {
        if (!has(ParameterType.POLICY)) {
            return Optional.empty();
        }
        find(ParameterType.POLICY);
        return Optional.of(PolicyCodec.read(in));
    }

    Optional<PeChecksum> checksum() throws Undecodable {
        if (!has(ParameterType.PE_CHECKSUM)) {
            return Optional.empty();
        }
        find(ParameterType.PE_CHECKSUM);
        return Optional.of(FieldCodec.readChecksum(in));
    }

    Optional<ServerInformation> serverInformation() throws Undecodable {
        if (!has(ParameterType.SERVER_INFORMATION)) {
            return Optional.empty();
        }
        find(ParameterType.SERVER_INFORMATION);
        return Optional.of(ServerInformationCodec.read(in));
    }

    /** Returns the causes of the Operation Error, none if there is none. */
    List<ErrorCause> errors() throws Undecodable {
        return has(ParameterType.OPERATION_ERROR) ? requiredErrors() : List.of();
    }

    List<ErrorCause> requiredErrors() throws Undecodable {
        find(ParameterType.OPERATION_ERROR);
        return OperationErrorCodec.read(in);
    }

    PoolElementInfo poolElement(boolean registering) throws Undecodable {
        find(ParameterType.POOL_ELEMENT);
        return PoolElementCodec.read(in, registering);
    }

    /** Returns all Pool Elements, at least one. */
    List<PoolElementInfo> poolElements() throws Undecodable {
        find(ParameterType.POOL_ELEMENT);
        return poolElements(count(ParameterType.POOL_ELEMENT, 0));
    }

    /** Returns all Server Informations. */
    List<ServerInformation> serverInformations() throws Undecodable {
        in.moveTo(first);
        var servers = new ServerInformation[count(ParameterType.SERVER_INFORMATION, 0)];
        for (int i = 0; i < servers.length; i++) {
            next(ParameterType.setOf(ParameterType.SERVER_INFORMATION));
            servers[i] = ServerInformationCodec.read(in);
        }
        return List.of(servers);
    }

    /** Returns all transports. */
    List<TransportAddress> transports() throws Undecodable {
        in.moveTo(first);
        var transports = new ArrayList<TransportAddress>();
        while (next(expected)) {
            transports.add(TransportCodec.read(in, false));
        }
        return transports;
    }

    /**
     * Returns the pool entries: each a Pool Handle and all Pool Elements up to the next one. Here
     * the order is the meaning.
     */
    List<PoolEntry> poolEntries() throws Undecodable {
        in.moveTo(first);
        var entries = new ArrayList<PoolEntry>(count(ParameterType.POOL_HANDLE, 0));
        while (next(expected)) {
            if (in.peekType() != ParameterType.POOL_HANDLE) {
                throw in.invalidNext("a pool entry begins with a Pool Handle");
            }
            int handleAt = in.position();
            var pool = FieldCodec.readPoolHandle(in);
            int count = count(ParameterType.POOL_ELEMENT, POOL_HANDLES);
            if (count == 0) {
                in.moveTo(handleAt);
                throw in.invalidNext("a pool entry has a Pool Element");
            }
            entries.add(new PoolEntry(pool, poolElements(count)));
        }
        return entries;
    }

    /** Reads the next so many Pool Elements. */
    private List<PoolElementInfo> poolElements(int count) throws Undecodable {
        var elements = new PoolElementInfo[count];
        for (int i = 0; i < count; i++) {
            next(POOL_ELEMENTS);
            elements[i] = PoolElementCodec.read(in, false);
        }
        return List.of(elements);
    }

    /** Goes to the first parameter of a type, which must be there. */
    private void find(int type) throws Undecodable {
        if (!has(type)) {
            throw in.invalid("the " + ParameterType.describe(type) + " is missing");
        }
        in.moveTo(first);
        next(ParameterType.setOf(type));
    }

    /** Goes on to the next parameter that is one of {@code types}, if there is one. */
    private boolean next(int types) throws Undecodable {
        while (in.hasParameter()) {
            if ((ParameterType.setOf(in.peekType()) & types) != 0) {
                return true;
            }
            in.skip();
        }
        return false;
    }

    /** Counts the parameters of a type from here on, up to the first one of {@code until}. */
    private int count(int type, int until) throws Undecodable {
        int start = in.position();
        int count = 0;
        while (in.hasParameter() && (ParameterType.setOf(in.peekType()) & until) == 0) {
            count += in.peekType() == type ? 1 : 0;
            in.skip();
        }
        in.moveTo(start);
        return count;
    }
}
