package org.rserpool.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.TransportAddresses;
import org.rserpool.net.transport.MulticastGroup;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;
import org.rserpool.wire.TransportAddress;

/**
 * The settings of a registrar in a file of {@code key = value} lines (HOCON). Unknown keys are
 * mistakes, and all mistakes are told at once, with file and line. Keys:
 *
 * <pre>
 * profile = fast                      # rfc, fast or rsplib; the other values start from it
 * id = 0x12345678
 * asap = ["tcp:192.0.2.1:3863"]       # where ASAP is served
 * enrp = ["tcp:192.0.2.1:9901"]       # where ENRP is served
 * peer = ["tcp:registrars:9901"]      # where peers are looked for
 * announce = "224.0.1.185:3863"       # or off
 * enrp-announce = "239.0.0.51:9901"   # or off
 * advertise = ["203.0.113.7"]
 * registrar.monitoring.keep-alive-interval = 600ms
 * selection.max-increment = 0
 * links.max-links = 16000
 * </pre>
 */
public final class SettingsFile {

    private static final List<String> KEYS =
            List.of(
                    "profile",
                    "id",
                    "asap",
                    "enrp",
                    "peer",
                    "announce",
                    "enrp-announce",
                    "advertise",
                    "registrar",
                    "selection",
                    "links");

    private final Config config;
    private final List<String> mistakes = new ArrayList<>();
    private final RecordConfig records = new RecordConfig(mistakes);

    private SettingsFile(Config config) {
        this.config = config;
    }

    /**
     * Reads settings.
     *
     * @param profile the profile, if not the one that the file names
     * @throws SettingsException if the file cannot be read, or says something wrong
     */
    public static RegistrarSettings read(Path file, Optional<Profile> profile) {
        if (!Files.isReadable(file)) {
            throw new SettingsException(List.of(file + ": there is no such file to read"));
        }
        try {
            var parsed =
                    ConfigFactory.parseFile(
                            file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
            var resolved = parsed.resolve(ConfigResolveOptions.noSystem());
            return new SettingsFile(resolved).settings(profile);
        } catch (ConfigException e) {
            throw new SettingsException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Returns all settings as the lines of a file that has the same effect. */
    public static List<String> write(RegistrarSettings settings) {
        var lines = new ArrayList<String>();
        lines.add("profile = " + settings.profile());
        settings.id().ifPresent(id -> lines.add("id = " + id));
        lines.add("asap = " + list(settings.asap()));
        lines.add("enrp = " + list(settings.enrp()));
        lines.add("peer = " + list(settings.peers()));
        settings.groups().ifPresent(groups -> lines.add(line("announce", groups)));
        settings.peerGroups().ifPresent(groups -> lines.add(line("enrp-announce", groups)));
        lines.add("advertise = " + list(settings.advertised()));
        lines.addAll(RecordConfig.write("registrar.", settings.config()));
        lines.addAll(RecordConfig.write("selection.", settings.selection()));
        lines.addAll(RecordConfig.write("links.", settings.links()));
        return lines;
    }

    private static String line(String key, List<MulticastGroup> groups) {
        return "%s = \"%s\"".formatted(key, Groups.print(groups));
    }

    private static String list(List<?> values) {
        return values.stream().map(value -> '"' + value.toString() + '"').toList().toString();
    }

    private RegistrarSettings settings(Optional<Profile> given) {
        config.root().entrySet().stream()
                .filter(entry -> !KEYS.contains(entry.getKey()))
                .forEach(entry ->
                        mistake(
                                entry.getValue(),
                                "key '%s' is unknown, there are %s"
                                        .formatted(entry.getKey(), String.join(", ", KEYS))));
        var profile = given.or(() -> one("profile", Profile::parse)).orElse(Profile.FAST);
        var defaults = RegistrarSettings.of(profile);
        var settings =
                new RegistrarSettings(
                        profile,
                        one("id", RegistrarId::parse),
                        addresses("asap"),
                        addresses("enrp"),
                        many("peer", PeerAddress::parse),
                        one("announce", Groups::parse),
                        one("enrp-announce", Groups::parsePeers),
                        many("advertise", IpAddress::parse),
                        records.read(section("registrar"), defaults.config()),
                        records.read(section("selection"), defaults.selection()),
                        records.read(section("links"), defaults.links()),
                        defaults.policies(),
                        defaults.transports(),
                        defaults.names());
        if (!mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
        return settings;
    }

    private List<TransportAddress> addresses(String key) {
        return many(key, TransportAddresses::parse).stream().flatMap(List::stream).toList();
    }

    private ConfigObject section(String key) {
        try {
            return config.hasPath(key) ? config.getObject(key) : RecordConfig.empty();
        } catch (ConfigException e) {
            mistake(config.getValue(key), key + " must be a section");
            return RecordConfig.empty();
        }
    }

    private <T> Optional<T> one(String key, Function<String, T> parser) {
        if (!config.hasPath(key)) {
            return Optional.empty();
        }
        var values = parse(key, List.of(config.getValue(key)), parser);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    private <T> List<T> many(String key, Function<String, T> parser) {
        if (!config.hasPath(key)) {
            return List.of();
        }
        try {
            return parse(key, config.getList(key), parser);
        } catch (ConfigException e) {
            mistake(config.getValue(key), key + " must be a list in brackets");
            return List.of();
        }
    }

    private <T> List<T> parse(
            String key, List<? extends ConfigValue> values, Function<String, T> parser) {
        var parsed = new ArrayList<T>();
        for (ConfigValue value : values) {
            try {
                parsed.add(parser.apply(String.valueOf(value.unwrapped())));
            } catch (IllegalArgumentException e) {
                mistake(value, key + ": " + e.getMessage());
            }
        }
        return parsed;
    }

    private void mistake(ConfigValue where, String what) {
        mistakes.add("%s: %s".formatted(where.origin().description(), what));
    }
}
