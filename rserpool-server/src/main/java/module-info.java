/** Running a registrar. */
@SuppressWarnings("requires-automatic") // typesafe-config has a name, but no descriptor
module org.rserpool.server {
    requires transitive org.rserpool.net;
    requires static org.jspecify;
    requires typesafe.config;

    exports org.rserpool.server;
}
