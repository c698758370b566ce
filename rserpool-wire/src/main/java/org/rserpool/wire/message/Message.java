package org.rserpool.wire.message;

/** A message of one of the two protocols. */
public sealed interface Message permits AsapMessage, EnrpMessage {

    /** Returns the protocol that the message belongs to. */
    default Protocol protocol() {
        return switch (this) {
            case AsapMessage _ -> Protocol.ASAP;
            case EnrpMessage _ -> Protocol.ENRP;
        };
    }
}
