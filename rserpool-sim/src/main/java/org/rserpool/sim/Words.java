package org.rserpool.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command: first those that have their place, then options in any order. */
final class Words {

    private final List<String> words;

    Words(List<String> words) {
        this.words = new ArrayList<>(words);
    }

    boolean hasMore() {
        return !words.isEmpty();
    }

    /** Takes the next word. */
    String next(String what) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return words.removeFirst();
    }

    int number(String what) {
        return Integer.parseInt(next(what));
    }

    /** Takes a word if it is there. */
    boolean has(String word) {
        return words.remove(word);
    }

    /** Takes a word and the one behind it, and returns that. */
    Optional<String> after(String word) {
        int at = words.indexOf(word);
        if (at < 0) {
            return Optional.empty();
        }
        words.remove(at);
        if (at == words.size()) {
            throw new IllegalArgumentException("something must follow '%s'".formatted(word));
        }
        return Optional.of(words.remove(at));
    }

    /** Takes a word and the one behind it, which must be there, and returns that. */
    String need(String word) {
        return after(word)
                .orElseThrow(
                        () -> new IllegalArgumentException("'%s …' is missing".formatted(word)));
    }

    /** Sees to it that no word is left. */
    void end() {
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + String.join(" ", words));
        }
    }
}
