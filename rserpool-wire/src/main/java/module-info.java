/** The messages of ASAP and ENRP and their octets (RFC 5352, 5353, 5354, 5356). */
module org.rserpool.wire {
    requires static org.jspecify;

    exports org.rserpool.wire;
    exports org.rserpool.wire.codec;
    exports org.rserpool.wire.message;
}
