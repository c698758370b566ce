package org.rserpool.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.rserpool.wire.CauseCode;
import org.rserpool.wire.codec.Dialect;

/**
 * Reads and writes configuration records as {@code key = value} lines: the key of a component is
 * its name in lower case with dashes. So what code can set, a file can, without a list to keep.
 */
final class RecordConfig {

    private final List<String> mistakes;

    /**
     * Makes a reader.
     *
     * @param mistakes where it writes down what is wrong, a line each
     */
    RecordConfig(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    /** Returns {@code defaults} with what {@code section} sets; reports unknown keys. */
    <T extends Record> T read(ConfigObject section, T defaults) {
        var config = section.toConfig();
        var components = defaults.getClass().getRecordComponents();
        var values = new Object[components.length];
        Set<String> known = new HashSet<>(); // never iterated
        for (int i = 0; i < components.length; i++) {
            var key = key(components[i].getName());
            values[i] = value(components[i], defaults);
            if (isConfigurable(components[i])) {
                known.add(key);
                if (config.hasPath(key)) {
                    values[i] = read(config, key, values[i]);
                }
            }
        }
        section.entrySet().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .forEach(entry -> unknown(entry.getKey(), entry.getValue(), components));
        return make(defaults, components, values, section);
    }

    private void unknown(String key, ConfigValue value, RecordComponent[] components) {
        var expected =
                Arrays.stream(components)
                        .filter(RecordConfig::isConfigurable)
                        .map(component -> key(component.getName()))
                        .collect(Collectors.joining(", "));
        mistake(value, "key '%s' is unknown, there are %s".formatted(key, expected));
    }

    private Object read(Config config, String key, Object former) {
        try {
            return switch (former) {
                case Duration _ -> duration(config, key);
                case Integer _ -> Math.toIntExact(whole(config, key));
                case Long _ -> whole(config, key);
                case Boolean _ -> config.getBoolean(key);
                case Enum<?> constant -> constant(config, key, constant);
                case Record inner -> read(config.getObject(key), inner);
                default -> throw new IllegalStateException("cannot read a " + former.getClass());
            };
        } catch (ConfigException | ArithmeticException e) {
            var value = config.getValue(key);
            mistake(
                    value,
                    "%s must be %s, is %s".formatted(key, expectation(former), value.unwrapped()));
            return former;
        }
    }

    /** A time needs its unit: the library takes a bare number for milliseconds. */
    private static Duration duration(Config config, String key) {
        var value = config.getValue(key);
        if (value.unwrapped().toString().strip().matches("[-+0-9.eE]+")) {
            throw new ConfigException.BadValue(value.origin(), key, "it has no unit");
        }
        return config.getDuration(key);
    }

    /** The library rounds fractions. */
    private static long whole(Config config, String key) {
        var number = config.getNumber(key);
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw new ConfigException.BadValue(
                    config.getValue(key).origin(), key, "it is a fraction");
        }
        return config.getLong(key);
    }

    private Object constant(Config config, String key, Enum<?> former) {
        var text = config.getString(key);
        for (Object constant : former.getDeclaringClass().getEnumConstants()) {
            if (text(constant).equals(text)) {
                return constant;
            }
        }
        mistake(
                config.getValue(key),
                "%s must be %s, is %s".formatted(key, expectation(former), text));
        return former;
    }

    private static String expectation(Object former) {
        return switch (former) {
            case Duration _ -> "a time such as 500ms, 5s or 10m";
            case Boolean _ -> "true or false";
            case Enum<?> constant ->
                    Arrays.stream(constant.getDeclaringClass().getEnumConstants())
                            .map(RecordConfig::text)
                            .collect(Collectors.joining(" or "));
            case Record _ -> "a section in braces";
            case Integer _ -> "a whole number up to " + Integer.MAX_VALUE;
            default -> "a whole number";
        };
    }

    private <T extends Record> T make(
            T defaults, RecordComponent[] components, Object[] values, ConfigObject section) {
        var types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked") // the class of a T
            var made = (T) defaults.getClass().getConstructor(types).newInstance(values);
            return made;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                mistake(section, kebab(String.valueOf(refused.getMessage())));
                return defaults;
            }
            throw new IllegalStateException("cannot make a " + defaults.getClass(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + defaults.getClass(), e);
        }
    }

    private void mistake(ConfigValue where, String what) {
        mistakes.add("%s: %s".formatted(where.origin().description(), what));
    }

    /** Writes a record as the lines that {@link #read} would read it from. */
    static List<String> write(String prefix, Record config) {
        var lines = new ArrayList<String>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            if (!isConfigurable(component)) {
                continue;
            }
            var key = prefix + key(component.getName());
            var value = value(component, config);
            if (value instanceof Record inner) {
                lines.addAll(write(key + ".", inner));
            } else {
                lines.add(key + " = " + text(value));
            }
        }
        return lines;
    }

    /** How messages are spelled, and what they say, is set by the profile as a whole. */
    private static boolean isConfigurable(RecordComponent component) {
        var type = component.getType();
        return type == Duration.class
                || type == int.class
                || type == long.class
                || type == boolean.class
                || type.isEnum()
                || (type.isRecord() && type != Dialect.class && type != CauseCode.class);
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Duration duration -> text(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value.toString();
        };
    }

    private static String text(Duration duration) {
        long nanos = duration.toNanosPart() % 1_000_000;
        if (nanos != 0) {
            return duration.toNanos() + "ns";
        }
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }

    private static String key(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** Messages of records name the component; here it is called by its key. */
    private static String kebab(String message) {
        int end = message.indexOf(' ');
        return end < 0 ? message : key(message.substring(0, end)) + message.substring(end);
    }

    /** An empty section, for where a file has none. */
    static ConfigObject empty() {
        return ConfigFactory.empty().root();
    }
}
