package org.rserpool.wire.codec;

import org.rserpool.wire.message.Protocol;

/** What the codec must know of a message before it knows the message. */
sealed interface MessageType {

    /** The messages of ASAP (RFC 5352, section 2.2; ASAP-011). */
    enum Asap implements MessageType {
        REGISTRATION(0x01),
        DEREGISTRATION(0x02),
        REGISTRATION_RESPONSE(0x03),
        DEREGISTRATION_RESPONSE(0x04),
        HANDLE_RESOLUTION(0x05),
        HANDLE_RESOLUTION_RESPONSE(0x06),
        ENDPOINT_KEEP_ALIVE(0x07, 8),
        ENDPOINT_KEEP_ALIVE_ACK(0x08),
        ENDPOINT_UNREACHABLE(0x09),
        SERVER_ANNOUNCE(0x0a, 8),
        COOKIE(0x0b),
        COOKIE_ECHO(0x0c),
        BUSINESS_CARD(0x0d),
        ERROR(0x0e);

        private static final Asap[] ALL = values();

        private final int number;
        private final int leastLength;

        Asap(int number) {
            this(number, 4);
        }

        Asap(int number, int leastLength) {
            this.number = number;
            this.leastLength = leastLength;
        }

        @Override
        public int leastLength() {
            return leastLength;
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public boolean isError() {
            return this == ERROR;
        }

        @Override
        public String title() {
            return "ASAP_" + name();
        }
    }

    /** The messages of ENRP (RFC 5353, section 2; ENRP-005). */
    enum Enrp implements MessageType {
        PRESENCE(0x01),
        HANDLE_TABLE_REQUEST(0x02),
        HANDLE_TABLE_RESPONSE(0x03),
        HANDLE_UPDATE(0x04, 16),
        LIST_REQUEST(0x05),
        LIST_RESPONSE(0x06),
        INIT_TAKEOVER(0x07, 16),
        INIT_TAKEOVER_ACK(0x08, 16),
        TAKEOVER_SERVER(0x09, 16),
        ERROR(0x0a);

        private static final Enrp[] ALL = values();

        private final int number;
        private final int leastLength;

        Enrp(int number) {
            this(number, 12);
        }

        Enrp(int number, int leastLength) {
            this.number = number;
            this.leastLength = leastLength;
        }

        @Override
        public int leastLength() {
            return leastLength;
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public boolean isError() {
            return this == ERROR;
        }

        @Override
        public String title() {
            return "ENRP_" + name();
        }
    }

    /** Returns the first octet of the message. */
    int number();

    /** Returns how many octets the header and the fields behind it have. */
    int leastLength();

    /** Returns whether nothing may be reported to the sender of such a message. */
    boolean isError();

    /** Returns the name of the RFC. */
    String title();

    /** Returns whether a protocol has a message of this number. */
    static boolean isKnown(Protocol protocol, int number) {
        int last =
                switch (protocol) {
                    case ASAP -> Asap.ALL.length;
                    case ENRP -> Enrp.ALL.length;
                };
        return number >= 1 && number <= last;
    }

    /** Returns the message of a known number. */
    static MessageType of(Protocol protocol, int number) {
        return switch (protocol) {
            case ASAP -> Asap.ALL[number - 1];
            case ENRP -> Enrp.ALL[number - 1];
        };
    }
}
