package org.rserpool.core.handlespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.handlespace.HandlespaceFixture.CALC;
import static org.rserpool.core.handlespace.HandlespaceFixture.ECHO;
import static org.rserpool.core.handlespace.HandlespaceFixture.OTHER;
import static org.rserpool.core.handlespace.HandlespaceFixture.PEER;
import static org.rserpool.core.handlespace.HandlespaceFixture.SELF;
import static org.rserpool.core.handlespace.HandlespaceFixture.find;
import static org.rserpool.core.handlespace.HandlespaceFixture.handlespace;
import static org.rserpool.core.handlespace.HandlespaceFixture.ids;
import static org.rserpool.core.handlespace.HandlespaceFixture.learn;
import static org.rserpool.core.handlespace.HandlespaceFixture.register;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.RegistrarId;

class MarksTest {

    private final Handlespace handlespace = handlespace();

    @BeforeEach
    void fill() {
        learn(handlespace, ECHO, 1, PEER);
        learn(handlespace, ECHO, 2, PEER);
        learn(handlespace, CALC, 3, PEER);
        learn(handlespace, CALC, 4, OTHER);
        register(handlespace, CALC, 5);
    }

    @AfterEach
    void verify() {
        handlespace.verify();
    }

    private ElementEntry echo(int id) {
        return find(handlespace, ECHO, id).orElseThrow();
    }

    @Test
    @Requirement("ENRP-162")
    void markingMarksAllElementsOfTheOwnerAndNoOther() {
        assertThat(echo(1).isMarked()).isFalse();
        handlespace.mark(PEER);

        assertThat(handlespace.ownedBy(PEER)).hasSize(3).allMatch(ElementEntry::isMarked);
        assertThat(handlespace.ownedBy(OTHER)).noneMatch(ElementEntry::isMarked);
        assertThat(handlespace.ownedBy(SELF)).noneMatch(ElementEntry::isMarked);
    }

    @Test
    @Requirement({"ENRP-166", "ENRP-167"})
    void whatIsLearntAgainIsKeptAndTheRestRemoved() {
        handlespace.mark(PEER);
        learn(handlespace, ECHO, 2, PEER);
        learn(handlespace, ECHO, 9, PEER);

        assertThat(echo(2).isMarked()).isFalse();
        assertThat(ids(handlespace.purgeMarked(PEER)))
                .containsExactly("EchoPool/1", "CalcAppPool/3");
        assertThat(ids(handlespace.ownedBy(PEER))).containsExactly("EchoPool/2", "EchoPool/9");
        assertThat(handlespace.ownedBy(PEER)).noneMatch(ElementEntry::isMarked);
        assertThat(handlespace.purgeMarked(PEER)).isEmpty();
    }

    @Test
    void whoChangesItsOwnerLosesItsMark() {
        handlespace.mark(PEER);
        handlespace.changeOwner(echo(1), OTHER);
        learn(handlespace, ECHO, 2, OTHER);
        register(handlespace, CALC, 3);

        assertThat(handlespace.purgeMarked(PEER)).isEmpty();
        assertThat(handlespace.size()).isEqualTo(5);

        // Even if it comes back, and even to an owner who had lost all.
        handlespace.changeOwner(echo(1), PEER);
        assertThat(echo(1).isMarked()).isFalse();
        assertThat(handlespace.purgeMarked(PEER)).isEmpty();
    }

    @Test
    void whoComesToAMarkedOwnerIsNotMarked() {
        handlespace.mark(PEER);
        handlespace.mark(OTHER);
        handlespace.changeOwner(find(handlespace, CALC, 4).orElseThrow(), PEER);

        assertThat(ids(handlespace.purgeMarked(PEER)))
                .containsExactly("EchoPool/1", "EchoPool/2", "CalcAppPool/3");
    }

    @Test
    void clearedMarksRemoveNothingAndMarkingStartsAnew() {
        handlespace.mark(PEER);
        learn(handlespace, ECHO, 1, PEER);
        handlespace.clearMarks(PEER);

        assertThat(handlespace.ownedBy(PEER)).noneMatch(ElementEntry::isMarked);
        assertThat(handlespace.purgeMarked(PEER)).isEmpty();
        handlespace.mark(PEER);
        assertThat(handlespace.ownedBy(PEER)).hasSize(3).allMatch(ElementEntry::isMarked);
        assertThat(handlespace.purgeMarked(PEER)).hasSize(3);
        assertThat(handlespace.pool(ECHO)).isEmpty();
    }

    @Test
    void anOwnerWithoutElementsCanBeMarkedToNoEffect() {
        var nobody = new RegistrarId(77);
        handlespace.mark(nobody);
        learn(handlespace, ECHO, 70, nobody);

        assertThat(handlespace.purgeMarked(nobody)).isEmpty();
        handlespace.clearMarks(new RegistrarId(78));
        assertThat(handlespace.sizeOf(nobody)).isEqualTo(1);
    }
}
