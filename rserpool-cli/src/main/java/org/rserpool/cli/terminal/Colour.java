package org.rserpool.cli.terminal;

/** The colours and weights of text on a terminal (ECMA-48). */
public enum Colour {
    /** As it is. */
    PLAIN(""),
    /** For headings. */
    BOLD("1"),
    /** For what matters less. */
    DIM("2"),
    /** For what is well. */
    GREEN("32"),
    /** For what is on the way. */
    YELLOW("33"),
    /** For what is wrong. */
    RED("31"),
    /** For names. */
    CYAN("36"),
    /** For what has been asked for. */
    MAGENTA("35");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    /** Returns text in this colour, where colours are wanted. */
    public String paint(String text, Looks looks) {
        return code.isEmpty() || !looks.colours() || text.isEmpty()
                ? text
                : "\033[" + code + "m" + text + "\033[0m";
    }
}
