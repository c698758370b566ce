package org.rserpool.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.codec.Dialect;
import org.rserpool.wire.codec.Wire;
import org.rserpool.wire.message.AsapMessage;

/** The answers that have a type, no flag, and a length, and thus no error in them. */
record Answer(int type, int length) implements ClosedLoop.Expectation {

    static final Answer REGISTERED = new Answer(0x03, 4 + 16 + 8);
    static final Answer DEREGISTERED = new Answer(0x04, 4 + 16 + 8);

    /** The answers with so many elements. */
    static Answer resolved(int elements) {
        var workload = new Workload(MeasuredPolicy.RR, new Workload.Shape(1, elements));
        var answer =
                new AsapMessage.HandleResolutionResponse(
                        workload.handles[0],
                        false,
                        Optional.of(PolicyInfo.ROUND_ROBIN),
                        Arrays.stream(workload.elements).map(Requests::onLoopback).toList(),
                        List.of());
        return new Answer(0x06, new Wire(Dialect.EXTENDED).encode(answer).size());
    }

    @Override
    public boolean isMet(int head, int lengthOfIt) {
        return head == type << 8 && lengthOfIt == length;
    }
}
