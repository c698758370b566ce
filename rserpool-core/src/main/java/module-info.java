/** What registrars, pool elements and pool users do, and when; free of I/O, clock and threads. */
module org.rserpool.core {
    requires transitive org.rserpool.wire;
    requires static org.jspecify;

    exports org.rserpool.core;
    exports org.rserpool.core.endpoint;
    exports org.rserpool.core.handlespace;
    exports org.rserpool.core.inspect;
    exports org.rserpool.core.policy;
    exports org.rserpool.core.profile;
    exports org.rserpool.core.registrar;
}
