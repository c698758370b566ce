/** Running a registrar. */
module org.rserpool.server {
    requires transitive org.rserpool.net;
    requires static org.jspecify;
    requires typesafe.config;

    exports org.rserpool.server;
}
