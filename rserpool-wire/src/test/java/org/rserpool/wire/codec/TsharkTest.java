package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.Message;
import org.rserpool.wire.message.Protocol;

/**
 * An independent dissector, Wireshark's, finds in our messages what we put in. It does not know the
 * Opaque Transport parameter, which it shows as an unknown one.
 */
@Tag("tshark")
final class TsharkTest {

    private static final IpAddress V4 = IpAddress.parse("192.0.2.1");
    private static final IpAddress V6 = IpAddress.parse("2001:db8::1");

    @TempDir Path directory;

    /** A packet that was written and what the dissector has to say about it. */
    private record Packet(Message message, Dialect dialect, Bytes octets) {

        String protocol() {
            return message.protocol() == Protocol.ASAP ? "asap" : "enrp";
        }

        @Override
        public String toString() {
            return message + " in " + dialect;
        }
    }

    @Test
    @Requirement({
        "PAR-002",
        "PAR-010",
        "PAR-012",
        "PAR-022",
        "PAR-030",
        "PAR-035",
        "PAR-040",
        "PAR-044",
        "PAR-048",
        "PAR-058",
        "PAR-068",
        "PAR-071",
        "ASAP-010",
        "ENRP-003",
        "ENRP-006"
    })
    void everyMessageIsDissectedWithoutComplaint() throws IOException, InterruptedException {
        assumeTshark();
        var packets = new ArrayList<Packet>();
        var pcap = new Pcap();
        for (Dialect dialect : List.of(Dialect.RFC, Dialect.EXTENDED, Dialect.RSPLIB)) {
            for (Message message : messages().toList()) {
                var packet = new Packet(message, dialect, new Wire(dialect).encode(message));
                packets.add(packet);
                pcap.addSctp(message.protocol(), packet.octets().toArray());
            }
            for (Message message : messages().filter(TsharkTest::isMulticast).toList()) {
                var packet = new Packet(message, dialect, new Wire(dialect).encode(message));
                packets.add(packet);
                pcap.addUdp(message.protocol(), packet.octets().toArray());
            }
        }

        var rows = dissect(pcap);

        assertThat(rows).hasSameSizeAs(packets);
        for (int i = 0; i < packets.size(); i++) {
            checkRow(packets.get(i), rows.get(i));
        }
    }

    @Test
    void theDissectorWouldComplain() throws IOException, InterruptedException {
        assumeTshark();
        var pcap = new Pcap();
        // The padding inside is left out; the end of an address is cut off.
        pcap.addSctp(
                Protocol.ASAP,
                Bytes.ofHex("0800 0015 00090009 4563686f31 000e0008 12345678").toArray());
        pcap.addSctp(
                Protocol.ASAP,
                Bytes.ofHex("0a00 0014 abcd0001 0004000c 0f170000 00010008").toArray());

        for (List<String> row : dissect(pcap)) {
            assertThat(row.get(1) + row.get(2)).isNotEmpty();
        }
    }

    private static void checkRow(Packet packet, List<String> row) {
        assertThat(row.get(0)).as("protocols of %s", packet).endsWith(":" + packet.protocol());
        assertThat(row.get(1)).as("malformed: %s", packet).isEmpty();
        assertThat(row.get(2)).as("expert items of %s", packet).isEmpty();
        assertThat(row.get(3)).as("checksum of %s", packet).isIn("1", "");
        assertThat(row.get(4)).as("summary of %s", packet).contains(name(packet.message()));
        int length = packet.octets().toBuffer().getShort(2) & 0xffff;
        // A second length is that of a message within an error.
        assertThat(row.get(5).split(",", -1)).as("length of %s", packet).startsWith("" + length);
        assertThat(row.get(6))
                .as("pool handles of %s", packet)
                .isEqualTo(String.join(",", poolHandles(packet.message())));
    }

    /** Runs tshark and returns for each packet the fields that are asked for. */
    private List<List<String>> dissect(Pcap pcap) throws IOException, InterruptedException {
        var capture = Files.write(directory.resolve("messages.pcap"), pcap.toArray());
        var output = directory.resolve("fields.txt").toFile();
        var fields =
                Stream.of(
                        "frame.protocols",
                        "_ws.malformed",
                        "_ws.expert.message",
                        "sctp.checksum.status",
                        "_ws.col.Info",
                        "asap.message_length",
                        "enrp.message_length",
                        "asap.pool_handle_pool_handle",
                        "enrp.pool_handle_pool_handle");
        var command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(List.of("-o", "sctp.checksum:CRC 32c", "-T", "fields"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(output)
                        .redirectError(directory.resolve("errors.txt").toFile())
                        .start();
        assertThat(process.waitFor()).as(() -> "tshark: " + errors()).isZero();
        return read(output);
    }

    private String errors() {
        try {
            return Files.readString(directory.resolve("errors.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Joins what there is of ASAP and of ENRP, of which one is always empty. */
    private static List<List<String>> read(File output) throws IOException {
        return Files.readAllLines(output.toPath()).stream()
                .map(line -> line.split("\t", -1))
                .map(f -> List.of(f[0], f[1], f[2], f[3], f[4], f[5] + f[6], f[7] + f[8]))
                .toList();
    }

    private static void assumeTshark() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        boolean found =
                Stream.of(path)
                        .map(folder -> Path.of(folder, "tshark"))
                        .anyMatch(Files::isExecutable);
        if (!found) {
            var why = "tshark is not on PATH: what it says about our messages is not checked";
            System.out.println(why);
            Assumptions.abort(why);
        }
    }

    private static Stream<Message> messages() {
        return Stream.of(
                        Golden.ALL.stream().map(Golden::message),
                        transports().flatMap(TsharkTest::aboutElement),
                        policies().flatMap(TsharkTest::aboutElement),
                        causes())
                .flatMap(messages -> messages);
    }

    /** Elements under each kind of transport. */
    private static Stream<PoolElementInfo> transports() {
        return Stream.of(
                        new TransportAddress.Sctp(1, TransportUse.DATA_ONLY, List.of(V4)),
                        new TransportAddress.Sctp(
                                1, TransportUse.DATA_PLUS_CONTROL, List.of(V6, V4, V6)),
                        new TransportAddress.Tcp(1, V4),
                        new TransportAddress.Tcp(1, TransportUse.DATA_PLUS_CONTROL, V6),
                        new TransportAddress.Udp(1, V4),
                        new TransportAddress.Udp(1, V6),
                        new TransportAddress.UdpLite(1, V4),
                        new TransportAddress.UdpLite(1, V6),
                        new TransportAddress.Dccp(1, 2, V4),
                        new TransportAddress.Dccp(1, 2, V6),
                        new TransportAddress.Opaque(Bytes.ofText("12345")))
                .map(Golden.AT_HOME::withUserTransport);
    }

    /** Elements under each policy that has a layout. */
    private static Stream<PoolElementInfo> policies() {
        return Stream.of(
                        new PolicyInfo(PolicyType.ROUND_ROBIN),
                        new PolicyInfo(PolicyType.WEIGHTED_ROUND_ROBIN, 1),
                        new PolicyInfo(PolicyType.RANDOM),
                        new PolicyInfo(PolicyType.WEIGHTED_RANDOM, 1),
                        new PolicyInfo(PolicyType.PRIORITY, 1),
                        new PolicyInfo(PolicyType.LEAST_USED, 1),
                        new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION, 1, 2),
                        new PolicyInfo(PolicyType.PRIORITY_LEAST_USED, 1, 2),
                        new PolicyInfo(PolicyType.RANDOMIZED_LEAST_USED, 1),
                        new PolicyInfo(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED, 1, 2),
                        new PolicyInfo(PolicyType.RANDOMIZED_LEAST_USED_DEGRADATION, 1, 2),
                        new PolicyInfo(PolicyType.PRIORITY_LEAST_USED_DEGRADATION, 1, 2),
                        new PolicyInfo(PolicyType.RANDOMIZED_PRIORITY_LEAST_USED_DEGRADATION, 1, 2),
                        new PolicyInfo(PolicyType.WEIGHTED_RANDOM_DPF, 1, 2, 3),
                        new PolicyInfo(PolicyType.LEAST_USED_DPF, 1, 2, 3),
                        new PolicyInfo(PolicyType.LEAST_USED_DEGRADATION_DPF, 1, 2, 3, 4))
                .map(Golden.AT_HOME::withPolicy);
    }

    private static Stream<Message> aboutElement(PoolElementInfo element) {
        var pool = PoolHandle.of("EchoPool1");
        return Stream.of(
                new AsapMessage.Registration(pool, element),
                new AsapMessage.HandleResolutionResponse(
                        pool,
                        false,
                        Optional.of(element.policy()),
                        List.of(element, element),
                        List.of()),
                new EnrpMessage.HandleUpdate(
                        Golden.PR1,
                        Golden.PR2,
                        EnrpMessage.UpdateAction.DELETE,
                        true,
                        pool,
                        element),
                new EnrpMessage.HandleTableResponse(
                        Golden.PR1,
                        Golden.PR2,
                        false,
                        false,
                        List.of(
                                new EnrpMessage.PoolEntry(pool, List.of(element, element)),
                                new EnrpMessage.PoolEntry(pool, List.of(element)))));
    }

    /** Errors with each cause of RFC 5354, and all of them together. */
    private static Stream<Message> causes() {
        var wire = new Wire(Dialect.RFC);
        var causes =
                List.of(
                        new ErrorCause(CauseCode.UNSPECIFIED_ERROR),
                        new ErrorCause(
                                CauseCode.UNRECOGNIZED_PARAMETER, Bytes.ofHex("4123 0006 aabb")),
                        new ErrorCause(CauseCode.UNRECOGNIZED_MESSAGE, Bytes.ofHex("41000004")),
                        new ErrorCause(CauseCode.INVALID_VALUES, wire.encode(Golden.REGISTERING)),
                        new ErrorCause(CauseCode.NON_UNIQUE_PE_IDENTIFIER),
                        new ErrorCause(
                                CauseCode.INCONSISTENT_POOLING_POLICY,
                                wire.encode(PolicyInfo.ROUND_ROBIN)),
                        new ErrorCause(CauseCode.LACK_OF_RESOURCES),
                        new ErrorCause(
                                CauseCode.INCONSISTENT_TRANSPORT_TYPE,
                                wire.encode(Golden.TWO_ADDRESSES)),
                        new ErrorCause(CauseCode.INCONSISTENT_DATA_CONTROL_CONFIGURATION),
                        new ErrorCause(CauseCode.UNKNOWN_POOL_HANDLE),
                        new ErrorCause(CauseCode.REJECTED_DUE_TO_SECURITY));
        var lists = Stream.concat(causes.stream().map(List::of), Stream.of(causes));
        return lists.flatMap(list ->
                Stream.of(
                        new AsapMessage.AsapError(list),
                        new EnrpMessage.EnrpError(Golden.PR1, Golden.PR2, list),
                        new AsapMessage.RegistrationResponse(
                                Golden.ECHO1, Golden.ELEMENT, true, list)));
    }

    private static boolean isMulticast(Message message) {
        return message instanceof AsapMessage.ServerAnnounce
                || message instanceof EnrpMessage.Presence;
    }

    /** The name that the dissector has for a message. */
    private static String name(Message message) {
        return switch (message) {
            case AsapMessage asap -> "ASAP " + asapName(asap);
            case EnrpMessage enrp -> "ENRP " + enrpName(enrp);
        };
    }

    private static String asapName(AsapMessage message) {
        return switch (message) {
            case AsapMessage.Registration _ -> "Registration";
            case AsapMessage.Deregistration _ -> "Deregistration";
            case AsapMessage.RegistrationResponse _ -> "Registration Response";
            case AsapMessage.DeregistrationResponse _ -> "Deregistration Response";
            case AsapMessage.HandleResolution _ -> "Handle Resolution";
            case AsapMessage.HandleResolutionResponse _ -> "Handle Resolution Response";
            case AsapMessage.EndpointKeepAlive _ -> "Endpoint Keep-Alive";
            case AsapMessage.EndpointKeepAliveAck _ -> "Endpoint Keep-Alive Acknowledgement";
            case AsapMessage.EndpointUnreachable _ -> "Endpoint Unreachable";
            case AsapMessage.ServerAnnounce _ -> "Server Announce";
            case AsapMessage.Cookie _ -> "Cookie";
            case AsapMessage.CookieEcho _ -> "Cookie Echo";
            case AsapMessage.BusinessCard _ -> "Business Card";
            case AsapMessage.AsapError _ -> "Error";
        };
    }

    private static String enrpName(EnrpMessage message) {
        return switch (message) {
            case EnrpMessage.Presence _ -> "Presence";
            case EnrpMessage.HandleTableRequest _ -> "Handle Table Request";
            case EnrpMessage.HandleTableResponse _ -> "Handle Table Response";
            case EnrpMessage.HandleUpdate _ -> "Handle Update";
            case EnrpMessage.ListRequest _ -> "List Request";
            case EnrpMessage.ListResponse _ -> "List Response";
            case EnrpMessage.InitTakeover _ -> "Init Takeover";
            case EnrpMessage.InitTakeoverAck _ -> "Init Takeover Ack";
            case EnrpMessage.TakeoverServer _ -> "Takeover Server";
            case EnrpMessage.EnrpError _ -> "Error";
        };
    }

    private static List<String> poolHandles(Message message) {
        var pools =
                switch (message) {
                    case AsapMessage.Registration m -> Stream.of(m.pool());
                    case AsapMessage.Deregistration m -> Stream.of(m.pool());
                    case AsapMessage.RegistrationResponse m -> Stream.of(m.pool());
                    case AsapMessage.DeregistrationResponse m -> Stream.of(m.pool());
                    case AsapMessage.HandleResolution m -> Stream.of(m.pool());
                    case AsapMessage.HandleResolutionResponse m -> Stream.of(m.pool());
                    case AsapMessage.EndpointKeepAlive m -> Stream.of(m.pool());
                    case AsapMessage.EndpointKeepAliveAck m -> Stream.of(m.pool());
                    case AsapMessage.EndpointUnreachable m -> Stream.of(m.pool());
                    case AsapMessage.BusinessCard m -> Stream.of(m.pool());
                    case EnrpMessage.HandleUpdate m -> Stream.of(m.pool());
                    case EnrpMessage.HandleTableResponse m ->
                            m.entries().stream().map(EnrpMessage.PoolEntry::pool);
                    case AsapMessage.ServerAnnounce _,
                            AsapMessage.Cookie _,
                            AsapMessage.CookieEcho _,
                            AsapMessage.AsapError _,
                            EnrpMessage.Presence _,
                            EnrpMessage.HandleTableRequest _,
                            EnrpMessage.ListRequest _,
                            EnrpMessage.ListResponse _,
                            EnrpMessage.InitTakeover _,
                            EnrpMessage.InitTakeoverAck _,
                            EnrpMessage.TakeoverServer _,
                            EnrpMessage.EnrpError _ ->
                            Stream.<PoolHandle>empty();
                };
        return pools.map(pool -> pool.octets().toHex()).toList();
    }
}
