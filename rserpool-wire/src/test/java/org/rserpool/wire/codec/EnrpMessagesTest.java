package org.rserpool.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.wire.codec.Decoding.POLICY;
import static org.rserpool.wire.codec.Decoding.POOL;
import static org.rserpool.wire.codec.Decoding.SCTP;
import static org.rserpool.wire.codec.Decoding.assertDiscarded;
import static org.rserpool.wire.codec.Decoding.element;
import static org.rserpool.wire.codec.Decoding.enrp;
import static org.rserpool.wire.codec.Decoding.invalid;
import static org.rserpool.wire.codec.Decoding.message;
import static org.rserpool.wire.codec.Octets.hex;
import static org.rserpool.wire.codec.Octets.tlv;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.Bytes;
import org.rserpool.wire.PeChecksum;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.message.EnrpMessage;
import org.rserpool.wire.message.EnrpMessage.UpdateAction;

/** What is particular to single ENRP messages. */
final class EnrpMessagesTest {

    private static final Bytes ELEMENT = element(SCTP, POLICY);
    private static final Bytes CHECKSUM = hex("000f 0006 b880");
    private static final Bytes SERVER = tlv(0x000b, hex("abcd0001"), SCTP);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aMessageFromNobodyIsDiscardedInSilence(int type) {
        assertDiscarded(
                enrp(Octets.asap(type, 0, hex("00000000 abcd0002"), hex("00000000 00000000"))));
    }

    @Test
    @Requirement("ENRP-010")
    void aMessageMayBeForNobodyInParticular() {
        var octets = Octets.asap(0x05, 0, hex("abcd0001 00000000"));
        var request = new EnrpMessage.ListRequest(Golden.PR1, RegistrarId.NONE);

        assertThat(message(enrp(octets))).isEqualTo(request);
        assertThat(new Wire(Dialect.RFC).encode(request)).isEqualTo(octets);
    }

    @Test
    void aMessageForSomebodyElseIsLeftToTheRegistrar() {
        var request = (EnrpMessage) message(enrp(Octets.enrp(0x05, 0)));

        assertThat(request.receiver()).isEqualTo(Golden.PR2);
    }

    @Test
    @Requirement({"PAR-087", "PAR-091", "ENRP-014"})
    void aPresenceMayHaveChecksumAndServerInformation() {
        assertThat(presence(0)).isEqualTo(new Contents(false, false, false));
        assertThat(presence(0, CHECKSUM)).isEqualTo(new Contents(false, true, false));
        assertThat(presence(0, SERVER)).isEqualTo(new Contents(false, false, true));
        assertThat(presence(1, CHECKSUM, SERVER)).isEqualTo(new Contents(true, true, true));
        assertThat(presence(1, SERVER, CHECKSUM)).isEqualTo(new Contents(true, true, true));
    }

    private record Contents(boolean replyRequired, boolean checksum, boolean information) {}

    private static Contents presence(int flags, Bytes... parameters) {
        var octets = Octets.enrp(0x01, flags, parameters);
        var presence = (EnrpMessage.Presence) message(enrp(octets));
        return new Contents(
                presence.replyRequired(),
                presence.checksum().isPresent(),
                presence.information().isPresent());
    }

    @Test
    @Requirement("PAR-087")
    void aPeChecksumHasTwoOctets() {
        for (String value : List.of("0000", "8000", "ffff")) {
            var octets = Octets.enrp(0x01, 0, hex("000f 0006 " + value));

            assertThat(((EnrpMessage.Presence) message(enrp(octets))).checksum())
                    .contains(new PeChecksum(Integer.parseInt(value, 16)));
        }
        for (String digits : List.of("000f 0004", "000f 0005 b8", "000f 0008 b880 0000")) {
            assertDiscarded(enrp(Octets.enrp(0x01, 0, hex(digits))), invalid(hex(digits)));
        }
    }

    @Test
    @Requirement({"ENRP-016", "ENRP-017"})
    void theWBitAsksForOwnChildrenOnly() {
        assertThat(message(enrp(Octets.enrp(0x02, 1))))
                .isEqualTo(new EnrpMessage.HandleTableRequest(Golden.PR1, Golden.PR2, true));
        assertThat(message(enrp(Octets.enrp(0x02, 0))))
                .isEqualTo(new EnrpMessage.HandleTableRequest(Golden.PR1, Golden.PR2, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    @Requirement({"ENRP-018", "ENRP-019"})
    void aHandleTableResponseIsRejectedOrHasMoreToSendByItsFlags(int flags) {
        var octets = Octets.enrp(0x03, flags);
        var response =
                new EnrpMessage.HandleTableResponse(
                        Golden.PR1, Golden.PR2, (flags & 1) != 0, (flags & 2) != 0, List.of());

        assertThat(message(enrp(octets))).isEqualTo(response);
        assertThat(new Wire(Dialect.RFC).encode(response)).isEqualTo(octets);
    }

    @Test
    @Requirement({"ENRP-022", "ENRP-023"})
    void poolEntriesAreAHandleAndTheElementsBehindIt() {
        var other = hex("0009 0006 4242");
        var octets = Octets.enrp(0x03, 0, POOL, ELEMENT, ELEMENT, other, ELEMENT, POOL, ELEMENT);

        var response = (EnrpMessage.HandleTableResponse) message(enrp(octets));

        assertThat(response.entries())
                .extracting(entry -> entry.pool() + " " + entry.elements().size())
                .containsExactly("Echo1 2", "BB 1", "Echo1 1");
        assertThat(new Wire(Dialect.RFC).encode(response)).isEqualTo(octets);
    }

    @Test
    @Requirement("ENRP-022")
    void aPoolEntryBeginsWithItsHandle() {
        assertDiscarded(enrp(Octets.enrp(0x03, 0, ELEMENT)), invalid(ELEMENT));
        assertDiscarded(enrp(Octets.enrp(0x03, 0, ELEMENT, POOL, ELEMENT)), invalid(ELEMENT));
    }

    @Test
    @Requirement("ENRP-022")
    void aPoolEntryHasAnElement() {
        var empty = hex("0009 0006 4242");

        assertDiscarded(enrp(Octets.enrp(0x03, 0, POOL)), invalid(POOL));
        assertDiscarded(enrp(Octets.enrp(0x03, 0, empty, POOL, ELEMENT)), invalid(empty));
        assertDiscarded(enrp(Octets.enrp(0x03, 0, POOL, ELEMENT, empty)), invalid(empty));
    }

    @Test
    @Requirement({"ENRP-019", "ENRP-020", "ENRP-028", "ENRP-029"})
    void whatARejectionListsIsNotRead() {
        assertThat(enrp(Octets.enrp(0x03, 1, POOL, ELEMENT))).isEqualTo(enrp(Octets.enrp(0x03, 1)));
        assertThat(enrp(Octets.enrp(0x06, 1, SERVER))).isEqualTo(enrp(Octets.enrp(0x06, 1)));
    }

    @Test
    @Requirement({"ENRP-024", "ENRP-025", "ENRP-026"})
    void anUpdateAddsOrDeletes() {
        for (UpdateAction action : UpdateAction.values()) {
            var field = action == UpdateAction.ADD ? "0000" : "0001";
            var octets = Octets.enrp(0x04, 0, hex(field + "0000"), POOL, ELEMENT);
            var reserved = Octets.enrp(0x04, 0, hex(field + "ffff"), POOL, ELEMENT);

            var update = (EnrpMessage.HandleUpdate) message(enrp(octets));

            assertThat(update.action()).isEqualTo(action);
            assertThat(update.takeoverSuggested()).isFalse();
            assertThat(message(enrp(reserved))).isEqualTo(update);
            assertThat(new Wire(Dialect.RFC).encode(update)).isEqualTo(octets);
        }
    }

    @Test
    @Requirement("ENRP-024")
    void anotherUpdateActionIsDiscardedWithAReport() {
        for (String field : List.of("0002", "0100", "ffff")) {
            assertDiscarded(
                    enrp(Octets.enrp(0x04, 0, hex(field + "0000"), POOL, ELEMENT)),
                    invalid(Bytes.EMPTY));
        }
    }

    @Test
    @Requirement("ENRP-026")
    void anUpdateHasOneHandleAndOneElement() {
        var add = hex("00000000");

        assertDiscarded(enrp(Octets.enrp(0x04, 0, add, POOL)), invalid(Bytes.EMPTY));
        assertDiscarded(enrp(Octets.enrp(0x04, 0, add, ELEMENT)), invalid(Bytes.EMPTY));
        assertDiscarded(enrp(Octets.enrp(0x04, 0, add, POOL, POOL, ELEMENT)), invalid(POOL));
        assertDiscarded(enrp(Octets.enrp(0x04, 0, add, POOL, ELEMENT, ELEMENT)), invalid(ELEMENT));
        assertDiscarded(enrp(Octets.enrp(0x04, 0, hex("0000"))), invalid(Bytes.EMPTY));
    }

    @Test
    void theTBitSuggestsATakeover() {
        var octets = Octets.enrp(0x04, 1, hex("00000000"), POOL, ELEMENT);

        var update = (EnrpMessage.HandleUpdate) message(enrp(octets));

        assertThat(update.takeoverSuggested()).isTrue();
        assertThat(new Wire(Dialect.RFC).encode(update)).isEqualTo(octets);
    }

    @Test
    @Requirement({"ENRP-028", "ENRP-030"})
    void aListResponseListsServersOrRejects() {
        var unmet = tlv(0x000b, hex("00000000"), SCTP);
        var octets = Octets.enrp(0x06, 0, SERVER, unmet, SERVER);

        var response = (EnrpMessage.ListResponse) message(enrp(octets));

        assertThat(response.rejected()).isFalse();
        assertThat(response.servers())
                .extracting(server -> server.id().value())
                .containsExactly(0xabcd0001, 0, 0xabcd0001);
        assertThat(new Wire(Dialect.RFC).encode(response)).isEqualTo(octets);
        assertThat(
                        new Wire(Dialect.RFC)
                                .encode(
                                        new EnrpMessage.ListResponse(
                                                Golden.PR1, Golden.PR2, true, List.of())))
                .isEqualTo(Octets.enrp(0x06, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9})
    @Requirement("ENRP-031")
    void aTakeoverMessageNamesItsTarget(int type) {
        assertThat(message(enrp(Octets.enrp(type, 0, hex("00c0ffee")))))
                .hasToString(
                        "%s[sender=0xabcd0001, receiver=0xabcd0002, target=0x00c0ffee]"
                                .formatted(
                                        List.of("InitTakeover", "InitTakeoverAck", "TakeoverServer")
                                                .get(type - 7)));
        assertDiscarded(enrp(Octets.enrp(type, 0)), invalid(Bytes.EMPTY));
        assertDiscarded(enrp(Octets.enrp(type, 0, hex("00c0ff"))), invalid(Bytes.EMPTY));
    }

    @Test
    @Requirement("ENRP-032")
    void anErrorHasOneOperationError() {
        assertDiscarded(enrp(Octets.enrp(0x0a, 0)));
        assertDiscarded(
                enrp(Octets.enrp(0x0a, 0, hex("000c 0008 0000 0004"), hex("000c 0008 0000 0004"))));
        assertThat(enrp(Octets.enrp(0x0a, 0, hex("000c 0008 0000 0004"))))
                .isInstanceOf(Decoded.Accepted.class);
    }
}
