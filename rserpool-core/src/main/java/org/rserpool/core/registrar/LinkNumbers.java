package org.rserpool.core.registrar;

import org.rserpool.core.Link;

/** Hands out the numbers of links that the machine opens: odd ones, each once. */
final class LinkNumbers {

    private long next = 1;

    Link next() {
        var link = new Link(next);
        next += 2;
        return link;
    }
}
