package org.rserpool.core.handlespace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rserpool.core.Link;

/** Which elements registered over which link: a ring of entries per link. */
final class Links {

    /** The entry that came first. */
    private final Map<Link, ElementEntry> heads = new HashMap<>(); // never iterated

    void tie(ElementEntry entry, Link link) {
        if (entry.link.equals(link)) {
            return;
        }
        untie(entry);
        var head = heads.putIfAbsent(link, entry);
        if (head == null) {
            entry.link = link;
            entry.firstOnLink = true;
        } else {
            entry.link = head.link;
            entry.nextOnLink = head;
            entry.previousOnLink = head.previousOnLink;
            head.previousOnLink.nextOnLink = entry;
            head.previousOnLink = entry;
        }
    }

    void untie(ElementEntry entry) {
        if (!entry.isOnLink()) {
            return;
        }
        if (entry.nextOnLink == entry) {
            heads.remove(entry.link);
        } else {
            if (entry.firstOnLink) {
                entry.nextOnLink.firstOnLink = true;
                heads.put(entry.link, entry.nextOnLink);
            }
            entry.previousOnLink.nextOnLink = entry.nextOnLink;
            entry.nextOnLink.previousOnLink = entry.previousOnLink;
            entry.nextOnLink = entry;
            entry.previousOnLink = entry;
        }
        entry.firstOnLink = false;
        entry.link = ElementEntry.NO_LINK;
    }

    boolean has(Link link) {
        return heads.containsKey(link);
    }

    List<ElementEntry> on(Link link) {
        var head = Optional.ofNullable(heads.get(link));
        if (head.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<ElementEntry>();
        var entry = head.get();
        do {
            found.add(entry);
            entry = entry.nextOnLink;
        } while (entry != head.get());
        return found;
    }

    /**
     * Checks the rings.
     *
     * @param all the entries of the handlespace
     */
    void verify(List<ElementEntry> all) {
        int tied = 0;
        int listed = 0;
        int rings = 0;
        for (ElementEntry entry : all) {
            if (entry.nextOnLink.previousOnLink != entry
                    || !entry.nextOnLink.link.equals(entry.link)) {
                throw new IllegalStateException("%s is in a broken ring".formatted(entry));
            }
            if (!entry.isOnLink()) {
                continue;
            }
            tied++;
            if (entry.firstOnLink != (heads.get(entry.link) == entry)) {
                throw new IllegalStateException("%s is wrong about being first".formatted(entry));
            }
            if (entry.firstOnLink) {
                rings++;
                listed += on(entry.link).size();
            }
        }
        if (tied != listed || rings != heads.size()) {
            throw new IllegalStateException(
                    "%d elements on links, %d listed, %d links, %d known"
                            .formatted(tied, listed, rings, heads.size()));
        }
    }
}
