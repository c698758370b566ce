package org.rserpool.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * A scenario in text: blocks of commands and what they are expected to lead to.
 *
 * <pre>{@code
 * # A comment.
 * registrar 1
 * element a at 1 pool echo
 * settle
 * ----
 *     0.000000 PR 1: starts
 *     …
 * }</pre>
 *
 * <p>A block ends with an empty line. Times are seconds since the beginning of the block; nothing
 * in the world is left to chance but what the machines themselves draw. The commands are described
 * in {@code docs/simulator.md}.
 */
public final class Transcript {

    private static final String RULE = "----";

    private Transcript() {}

    /**
     * Carries out a transcript.
     *
     * @param text commands, and traces, which are not looked at
     * @return the same commands with the traces to which they lead
     * @throws IllegalArgumentException if a command is not understood; the message names its line
     */
    public static String replay(String text) {
        var stage = new TranscriptStage();
        var out = new ArrayList<String>();
        boolean inTrace = false;
        boolean hasCommands = false;
        var lines = new ArrayList<>(text.lines().toList());
        lines.add("");
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank()) {
                if (hasCommands) {
                    finish(stage, out);
                }
                hasCommands = false;
                inTrace = false;
                addBlank(out);
            } else if (line.equals(RULE)) {
                inTrace = true;
            } else if (!inTrace) {
                out.add(line);
                if (!line.startsWith("#")) {
                    hasCommands = true;
                    perform(stage, line, number);
                }
            }
        }
        return String.join("\n", out).stripTrailing() + "\n";
    }

    private static void perform(TranscriptStage stage, String line, int number) {
        try {
            stage.perform(List.of(line.strip().split("\\s+")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "line %d, '%s': %s".formatted(number, line, e.getMessage()), e);
        }
    }

    private static void finish(TranscriptStage stage, List<String> out) {
        out.add(RULE);
        out.addAll(stage.takeTrace());
    }

    private static void addBlank(List<String> out) {
        if (!out.isEmpty() && !out.getLast().isEmpty()) {
            out.add("");
        }
    }
}
