package org.rserpool.core.handlespace;

/**
 * A place in the order in which a handlespace lists elements: behind some element, which need not
 * be there any more. It means something to the handlespace that it comes from only.
 *
 * @param position the pool's number, then the element's identifier
 */
public record TableCursor(long position) {

    /** Before the first element. */
    public static final TableCursor START = new TableCursor(-1);

    /** Returns the place behind {@code entry}. */
    public static TableCursor after(ElementEntry entry) {
        return new TableCursor(entry.position());
    }

    /** The first position that comes after this place. */
    long next() {
        return position + 1;
    }
}
