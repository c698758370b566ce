package org.rserpool.core.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rserpool.core.Samples.element;
import static org.rserpool.core.Samples.id;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rserpool.core.Action;
import org.rserpool.core.Link;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.message.AsapMessage;
import org.rserpool.wire.message.AsapMessage.EndpointKeepAlive;

/** What happens to one element must not cost a look at all others: this would take an hour. */
final class ScaleTest {

    private static final int ELEMENTS = 100_000;

    @Test
    @Requirement({"REQ-027", "REQ-029", "REQ-007"})
    void aHundredThousandElementsOnAsManyConnectionsAreWatched() {
        var bench = new RegistrarBench(RegistrarConfig.FAST);
        var links = new ArrayList<Link>();
        for (int i = 0; i < ELEMENTS; i++) {
            var host = "10.%d.%d.%d".formatted(i >> 14, i >> 7 & 127, i & 127);
            links.add(bench.connect(host));
            bench.driver.arrive(
                    links.getLast(), new AsapMessage.Registration(pool(i), element(i, host)));
        }
        assertThat(bench.driver.take().stream().filter(Action.Send.class::isInstance))
                .hasSize(ELEMENTS);
        assertThat(bench.handlespace().size()).isEqualTo(ELEMENTS);

        // Ten thousand questions a second: each element has its turn within ten and a quarter.
        int asked = 0;
        Set<Link> heardOf = new HashSet<>();
        for (int i = 0; i < 1_250; i++) {
            bench.driver.passMillis(10);
            for (Action action : bench.driver.take()) {
                if (action instanceof Action.Send(var link, EndpointKeepAlive question)) {
                    asked++;
                    heardOf.add(link);
                    bench.acknowledge(link, question.pool(), question.element().orElseThrow());
                }
            }
        }
        assertThat(heardOf).hasSize(ELEMENTS);
        assertThat(asked).isBetween(100_000, 140_000);
        assertThat(bench.handlespace().size()).isEqualTo(ELEMENTS);

        for (Link link : List.copyOf(links).reversed()) {
            bench.lose(link);
        }
        bench.handlespace().verify();
        assertThat(bench.handlespace().size()).isZero();
        assertThat(bench.find(pool(1), id(1))).isEmpty();
    }

    private static PoolHandle pool(int element) {
        return PoolHandle.of("pool-" + element % 1_000);
    }
}
