/** A seeded world in which the machines are tried out; free of I/O, clock and threads. */
module org.rserpool.sim {
    requires transitive org.rserpool.core;
    requires static org.jspecify;

    exports org.rserpool.sim;
    exports org.rserpool.sim.check;
    exports org.rserpool.sim.run;
}
