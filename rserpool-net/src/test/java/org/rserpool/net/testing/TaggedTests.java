package org.rserpool.net.testing;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of one tag without Maven, as on a machine that has nothing but a JDK. */
public final class TaggedTests implements TestExecutionListener {

    private static final PrintStream OUT = System.out;

    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger notPassed = new AtomicInteger();
    private volatile long begin; // tests run one after the other, but not all in one thread

    private TaggedTests() {}

    /**
     * Runs the tests whose tag is the first argument, or only those of the class that is the
     * second. Ends with 0 if at least one ran and all passed.
     */
    public static void main(String... arguments) {
        var listener = new TaggedTests();
        LauncherFactory.create().execute(request(arguments), listener);
        OUT.printf("passed: %d, not passed: %d%n", listener.passed.get(), listener.notPassed.get());
        System.exit(listener.notPassed.get() == 0 && listener.passed.get() > 0 ? 0 : 1);
    }

    private static LauncherDiscoveryRequest request(String... arguments) {
        var selector =
                arguments.length > 1
                        ? DiscoverySelectors.selectClass(arguments[1])
                        : DiscoverySelectors.selectPackage("org.rserpool.net");
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selector)
                .filters(TagFilter.includeTags(arguments[0]))
                .build();
    }

    private static String method(TestSource source) {
        return source instanceof MethodSource method ? method.getMethodName() : "";
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            begin = System.nanoTime();
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        notPassed.getAndIncrement();
        OUT.println("skipped " + test.getDisplayName() + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isTest() || !good) {
            (good ? passed : notPassed).getAndIncrement();
            OUT.printf(
                    "%s %4.1f s  %s %s%n",
                    good ? "passed" : "FAILED",
                    (System.nanoTime() - begin) / 1e9,
                    test.getSource().map(TaggedTests::method).orElse(""),
                    test.getDisplayName());
            result.getThrowable().ifPresent(failure -> failure.printStackTrace(OUT));
        }
    }
}
