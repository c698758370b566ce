package org.rserpool.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.ErrorCause;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.RegistrationLife;
import org.rserpool.wire.ServerInformation;
import org.rserpool.wire.TransportAddress;
import org.rserpool.wire.TransportUse;

/** Messages that may not exist cannot be built. */
final class MessagesTest {

    private static final PoolHandle POOL = PoolHandle.of("pool");
    private static final ElementId ID = new ElementId(1);
    private static final RegistrarId PR1 = new RegistrarId(1);
    private static final RegistrarId PR2 = new RegistrarId(2);
    private static final IpAddress ADDRESS = IpAddress.parse("10.1.0.1");
    private static final TransportAddress SCTP =
            new TransportAddress.Sctp(1, TransportUse.DATA_ONLY, List.of(ADDRESS));
    private static final ErrorCause CAUSE = new ErrorCause(CauseCode.LACK_OF_RESOURCES);
    private static final PoolElementInfo ELEMENT =
            new PoolElementInfo(ID, RegistrationLife.ofSeconds(300), SCTP, PolicyInfo.ROUND_ROBIN);

    @Test
    @Requirement("ENRP-037")
    void aMessageBelongsToAProtocolWithPortAndPayloadProtocolIdentifier() {
        assertThat(new AsapMessage.HandleResolution(POOL).protocol()).isEqualTo(Protocol.ASAP);
        assertThat(new EnrpMessage.ListRequest(PR1, PR2).protocol()).isEqualTo(Protocol.ENRP);
        assertThat(Protocol.ASAP.port()).isEqualTo(3863);
        assertThat(Protocol.ASAP.payloadProtocolId()).isEqualTo(11);
        assertThat(Protocol.ENRP.port()).isEqualTo(9901);
        assertThat(Protocol.ENRP.payloadProtocolId()).isEqualTo(12);
    }

    @Test
    @Requirement({"ASAP-026", "ASAP-030", "ASAP-031", "ASAP-032"})
    void aHandleResolutionResponseIsPositiveOrNegative() {
        refused(
                () -> response(Optional.empty(), List.of(), List.of()),
                "a handle resolution response has elements or errors, not [] and []");
        refused(
                () -> response(Optional.empty(), List.of(ELEMENT), List.of(CAUSE)),
                "a handle resolution response has elements or errors, not [%s] and [%s]"
                        .formatted(ELEMENT, CAUSE));
        refused(
                () -> response(Optional.of(PolicyInfo.ROUND_ROBIN), List.of(), List.of(CAUSE)),
                "a negative handle resolution response has no policy");
        assertThat(AsapMessage.HandleResolutionResponse.negative(POOL, CAUSE))
                .isEqualTo(response(Optional.empty(), List.of(), List.of(CAUSE)));
    }

    private static AsapMessage.HandleResolutionResponse response(
            Optional<PolicyInfo> policy, List<PoolElementInfo> elements, List<ErrorCause> errors) {
        return new AsapMessage.HandleResolutionResponse(POOL, false, policy, elements, errors);
    }

    @Test
    void thirtyTwoBitsOfItemsCanBeAskedFor() {
        assertThat(new AsapMessage.HandleResolution(POOL).items()).isEmpty();
        assertThat(items(0xffffffffL).items()).hasValue(0xffffffffL);
        refused(() -> items(-1), "0 to 4294967295 items can be asked for, not -1");
        refused(
                () -> items(0x100000000L),
                "0 to 4294967295 items can be asked for, not 4294967296");
    }

    private static AsapMessage.HandleResolution items(long items) {
        return new AsapMessage.HandleResolution(POOL, false, OptionalLong.of(items));
    }

    @Test
    @Requirement({"ASAP-001", "ASAP-036"})
    void aServerAnnounceNamesSctpAndTcpOnly() {
        assertThat(
                        new AsapMessage.ServerAnnounce(
                                        PR1, List.of(SCTP, new TransportAddress.Tcp(1, ADDRESS)))
                                .transports())
                .hasSize(2);
        refused(
                () ->
                        new AsapMessage.ServerAnnounce(
                                PR1, List.of(new TransportAddress.Udp(1, ADDRESS))),
                "a registrar serves SCTP or TCP, not udp:10.1.0.1:1");
    }

    @Test
    void aBusinessCardNamesAnElement() {
        refused(
                () -> new AsapMessage.BusinessCard(POOL, List.of()),
                "a business card names an element");
    }

    @Test
    @Requirement("PAR-070")
    void anErrorHasACause() {
        refused(() -> new AsapMessage.AsapError(List.of()), "an ASAP error has a cause");
        refused(() -> new EnrpMessage.EnrpError(PR1, PR2, List.of()), "an ENRP error has a cause");
    }

    @Test
    @Requirement({"ENRP-020", "ENRP-029"})
    void aRejectionListsNothing() {
        refused(
                () ->
                        new EnrpMessage.HandleTableResponse(
                                PR1,
                                PR2,
                                true,
                                false,
                                List.of(new EnrpMessage.PoolEntry(POOL, List.of(ELEMENT)))),
                "a rejecting handle table response has no entries");
        refused(
                () ->
                        new EnrpMessage.ListResponse(
                                PR1, PR2, true, List.of(new ServerInformation(PR1, SCTP))),
                "a rejecting list response has no servers");
    }

    @Test
    @Requirement("ENRP-022")
    void aPoolEntryHasAnElement() {
        refused(() -> new EnrpMessage.PoolEntry(POOL, List.of()), "a pool entry has an element");
    }

    @Test
    void listsAreCopied() {
        var causes = new ArrayList<>(List.of(CAUSE));
        var elements = new ArrayList<>(List.of(ELEMENT));
        var response = new AsapMessage.RegistrationResponse(POOL, ID, true, causes);
        var deregistered = new AsapMessage.DeregistrationResponse(POOL, ID, causes);
        var card = new AsapMessage.BusinessCard(POOL, elements);
        var entry = new EnrpMessage.PoolEntry(POOL, elements);
        causes.clear();
        elements.clear();

        assertThat(response.errors()).containsExactly(CAUSE);
        assertThat(deregistered.errors()).containsExactly(CAUSE);
        assertThat(card.elements()).containsExactly(ELEMENT);
        assertThat(entry.elements()).containsExactly(ELEMENT);
    }

    private static void refused(ThrowingCallable building, String why) {
        assertThatThrownBy(building).isInstanceOf(IllegalArgumentException.class).hasMessage(why);
    }
}
