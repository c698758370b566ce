package org.rserpool.wire.codec;

import org.rserpool.wire.PolicyInfo;
import org.rserpool.wire.PolicyType;

/**
 * Pool Member Selection Policy (RFC 5354, section 3.8; RFC 5356; PAR-052, PAR-058, POL-009).
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |         Type = 0x0008         |        Length = 8 + 4 n       |
 * +-------------------------------+-------------------------------+
 * |                          Policy Type                          |
 * +---------------------------------------------------------------+
 * :                   n words, as the policy has it               :
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Data behind those of a known policy, and all data of an unknown one, are kept as they are.
 */
final class PolicyCodec {

    private PolicyCodec() {}

    static PolicyInfo read(WireReader in) throws Undecodable {
        in.open();
        var type = known(in.i32("Policy Type"));
        if (!type.isValid()) {
            throw in.invalid("policy type " + type + " is invalid");
        }
        int least = 4 * words(type);
        if (in.remaining() < least) {
            throw in.invalid(
                    "policy "
                            + type
                            + " has at least "
                            + least
                            + " octets of data, not "
                            + in.remaining());
        }
        boolean plain = type.equals(PolicyType.ROUND_ROBIN) && in.remaining() == 0;
        var policy = plain ? PolicyInfo.ROUND_ROBIN : new PolicyInfo(type, in.rest());
        in.close();
        return policy;
    }

    /** Returns the constant for a known policy, which spares its repetition in memory. */
    private static PolicyType known(int number) {
        return switch (number) {
            case 0x00000001 -> PolicyType.ROUND_ROBIN;
            case 0x00000002 -> PolicyType.WEIGHTED_ROUND_ROBIN;
            case 0x00000003 -> PolicyType.RANDOM;
            case 0x00000004 -> PolicyType.WEIGHTED_RANDOM;
            case 0x00000005 -> PolicyType.PRIORITY;
            case 0x40000001 -> PolicyType.LEAST_USED;
            case 0x40000002 -> PolicyType.LEAST_USED_DEGRADATION;
            case 0x40000003 -> PolicyType.PRIORITY_LEAST_USED;
            case 0x40000004 -> PolicyType.RANDOMIZED_LEAST_USED;
            default -> new PolicyType(number);
        };
    }

    /** Returns how many words of data a policy has, 0 for an unknown one. */
    private static int words(PolicyType type) {
        return switch (type.value()) {
            case 0x00000002, 0x00000004, 0x00000005, 0x40000001, 0x40000004 -> 1;
            case 0x40000002, 0x40000003, 0xb0001001, 0xb0001002, 0xb0001003, 0xb0001004 -> 2;
            case 0xb0002001, 0xb0002002 -> 3;
            case 0xb0002003 -> 4;
            default -> 0;
        };
    }

    static void write(WireWriter out, PolicyInfo policy) {
        int start = out.open(ParameterType.POLICY);
        out.i32(policy.type().value());
        out.octets(policy.data());
        out.close(start);
    }

    static long size(PolicyInfo policy) {
        return 8 + FieldCodec.padded(policy.data().size());
    }
}
