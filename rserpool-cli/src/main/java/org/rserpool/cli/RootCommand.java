package org.rserpool.cli;

import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a sub-command. */
@Command(
        name = "rserpool",
        description =
                "Reliable Server Pooling: servers join pools, clients find them and get around dead ones.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Addresses are written TRANSPORT:HOST[,HOST...]:PORT, as tcp:127.0.0.1:3863,"
                    + " sctp:10.1.0.1,10.2.0.1:3863 or tcp:[::1]:3863; port 0 lets the system choose."
                    + " Identifiers are hexadecimal, as 0x00001001.",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 no such pool or element,"
                    + " 4 no registrar answered in time."
        })
final class RootCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin Common common = new Common();

    @Spec CommandSpec spec = CommandSpec.create();

    RootCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(shell.err());
        return ExitCode.USAGE;
    }
}
