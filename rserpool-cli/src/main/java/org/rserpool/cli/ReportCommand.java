package org.rserpool.cli;

import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Shell;
import org.rserpool.client.ResolvedElement;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PoolHandle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reports an element as unreachable. */
@Command(
        name = "report",
        description = "Tells a registrar that an element cannot be reached; it looks after that.")
final class ReportCommand implements Callable<Integer> {

    private static final System.Logger LOGGER = System.getLogger(ReportCommand.class.getName());

    @Parameters(index = "0", paramLabel = "POOL", description = "The pool.")
    PoolHandle pool = PoolHandle.of("-");

    @Parameters(index = "1", paramLabel = "ELEMENT", description = "The element's identifier.")
    ElementId element = new ElementId(0);

    @Mixin Scope scope = new Scope();
    @Mixin Common common = new Common();

    ReportCommand(Shell shell) {}

    @Override
    public Integer call() throws UnknownElementException {
        common.log(System.Logger.Level.ERROR);
        try (var registrars = scope.registrars(common.profile())) {
            for (ResolvedElement candidate : registrars.resolver().resolve(pool)) {
                if (candidate.id().equals(element)) {
                    candidate.reportFailure();
                    LOGGER.log(System.Logger.Level.INFO, "{0} was reported", candidate);
                    return ExitCode.DONE;
                }
            }
        }
        throw new UnknownElementException(pool, element);
    }
}
