package org.rserpool.cli;

import java.util.List;
import org.rserpool.client.ResolvedElement;
import org.rserpool.core.policy.Policies;
import org.rserpool.core.policy.SelectionPolicy;
import org.rserpool.wire.ElementId;
import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PoolElementInfo;
import org.rserpool.wire.PoolHandle;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;
import tools.jackson.core.JsonGenerator;

/** An element as it is shown. */
record Row(ElementId id, RegistrarId home, String policy, TransportAddress address) {

    static Row of(ResolvedElement element) {
        return new Row(element.id(), element.home(), policy(element.policy()), element.transport());
    }

    static Row of(PoolElementInfo element) {
        return new Row(
                element.id(), element.home(), policy(element.policy()), element.userTransport());
    }

    /** Returns a policy with the values that an element has under it. */
    static String policy(PolicyInfo policy) {
        return Policies.STANDARD.print(policy);
    }

    /** Returns a pool's policy, without the values, which are the elements'. */
    static String policyName(PolicyInfo policy) {
        return Policies.STANDARD
                .find(policy.type())
                .map(SelectionPolicy::name)
                .orElseGet(() -> policy.type().toString());
    }

    /** Writes the properties of a pool into an object. */
    static void write(JsonGenerator json, PoolHandle pool, String policy, List<Row> elements) {
        json.writeStringProperty("pool", pool.toString());
        json.writeStringProperty("policy", policy);
        json.writeArrayPropertyStart("elements");
        for (Row row : elements) {
            json.writeStartObject();
            json.writeStringProperty("id", row.id.toString());
            row.write(json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes the properties of an element, except its identifier, into an object. */
    void write(JsonGenerator json) {
        json.writeStringProperty("home", home.toString());
        json.writeStringProperty("policy", policy);
        json.writeArrayPropertyStart("addresses");
        json.writeString(address.toString());
        json.writeEndArray();
    }
}
