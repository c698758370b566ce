package org.rserpool.core.registrar;

import org.rserpool.core.Request;

/** What an operator asks of a registrar. */
public sealed interface RegistrarRequest extends Request {

    /** A picture of the registrar at this moment. Answered by {@link RegistrarSnapshot}. */
    record TakeSnapshot() implements RegistrarRequest {}
}
