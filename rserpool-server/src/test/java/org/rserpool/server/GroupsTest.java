package org.rserpool.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.core.profile.Profile;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.message.Protocol;

class GroupsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"off", "224.0.1.185:3863", "[ff05::133]:1", "239.0.0.50:65535,[ff02::1]:7"})
    void whatIsReadIsWrittenAgain(String text) {
        assertThat(Groups.print(Groups.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "on",
                "224.0.1.185",
                "224.0.1.185:",
                ":3863",
                "224.0.1.185:0",
                "224.0.1.185:65536",
                "ff05::133:3863",
                "[ff05::133]",
                "[224.0.1.185]:3863",
                "10.0.0.1:3863",
                "224.0.1.185:3863,",
                "example.org:3863"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Groups.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "239.0.0.51:9901", "[ff05::7]:9901,239.0.0.50:1"})
    void thoseOfPeersAreWrittenAlike(String text) {
        assertThat(Groups.print(Groups.parsePeers(text))).isEqualTo(text);
        assertThat(Groups.parsePeers(text))
                .allMatch(group -> group.protocol().equals(Protocol.ENRP));
    }

    @Test
    @Requirement("ASAP-232")
    void registrarsMakeThemselvesKnownInTheGroupsOfTheRfcOrOfRsplib() {
        assertThat(Groups.print(Groups.of(Profile.RFC)))
                .isEqualTo("224.0.1.185:3863,[ff05::133]:3863");
        assertThat(Groups.of(Profile.FAST)).isEqualTo(Groups.of(Profile.RFC));
        assertThat(Groups.print(Groups.of(Profile.RSPLIB))).isEqualTo("239.0.0.50:3863");
    }
}
