package org.rserpool.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.rserpool.cli.terminal.Shell;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a script that lets a shell complete the program's arguments. */
@Command(
        name = "completion",
        description = {
            "Prints a completion script for bash or zsh; to use it: source <(rserpool completion)"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            description = "bash or zsh; the script is the same.")
    ForShell forShell = ForShell.bash;

    @Mixin Common common = new Common();

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    /** The shells that there is a script for. */
    enum ForShell {
        /** The Bourne Again shell. */
        bash,
        /** The Z shell. */
        zsh
    }

    @Override
    public Integer call() {
        var program = Program.commandLine(shell, Optional.empty());
        shell.out().print(AutoComplete.bash("rserpool", program));
        shell.out().flush();
        return ExitCode.DONE;
    }
}
