/** The API for being in a pool or using one. */
module org.rserpool.client {
    requires transitive org.rserpool.net;
    requires static org.jspecify;

    exports org.rserpool.client;
}
