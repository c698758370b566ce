package org.rserpool.cli.demo;

import java.util.List;
import org.rserpool.cli.terminal.Shell;

/** Shows one picture after the other in the same place, if there is a terminal. For one thread. */
final class Screen implements AutoCloseable {

    private static final String CLEAR = "\033[2J";
    private static final String HOME = "\033[H";
    private static final String END_OF_LINE = "\033[K";
    private static final String END_OF_SCREEN = "\033[J";
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";

    private final Shell shell;
    private final boolean live;

    Screen(Shell shell, boolean live) {
        this.shell = shell;
        this.live = live;
        if (live) {
            print(HIDE_CURSOR + CLEAR);
        }
    }

    void show(List<String> lines) {
        if (live) {
            // Written over, not cleared and written: that would flicker.
            print(
                    HOME
                            + String.join(END_OF_LINE + "\n", lines)
                            + END_OF_LINE
                            + "\n"
                            + END_OF_SCREEN);
        }
    }

    private void print(String text) {
        shell.out().print(text);
        shell.out().flush();
    }

    @Override
    public void close() {
        if (live) {
            print(SHOW_CURSOR);
        }
    }
}
