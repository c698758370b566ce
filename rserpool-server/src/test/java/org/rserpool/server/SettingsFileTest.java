package org.rserpool.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rserpool.core.profile.Profile;
import org.rserpool.net.TransportAddresses;
import org.rserpool.testkit.Requirement;
import org.rserpool.wire.IpAddress;
import org.rserpool.wire.RegistrarId;

class SettingsFileTest {

    @TempDir private Path folder;

    private RegistrarSettings read(String... lines) throws IOException {
        return read(Optional.empty(), lines);
    }

    private RegistrarSettings read(Optional<Profile> profile, String... lines) throws IOException {
        var file = folder.resolve("registrar.conf");
        Files.write(file, List.of(lines));
        return SettingsFile.read(file, profile);
    }

    private static RegistrarSettings everything(Profile profile) {
        return RegistrarSettings.of(profile)
                .withId(RegistrarId.parse("0x12345678"))
                .withAsap(
                        Stream.of("tcp:127.0.0.1:3863", "sctp:10.1.0.1,10.2.0.1:3863")
                                .flatMap(text -> TransportAddresses.parse(text).stream())
                                .toList())
                .withEnrp(TransportAddresses.parse("tcp:[::1]:9901"))
                .withPeers(
                        List.of(
                                PeerAddress.parse("tcp:registrars.example.org:9901"),
                                PeerAddress.parse("sctp:10.1.0.1,10.2.0.1:9901")))
                .withGroups(Groups.parse("239.0.0.7:3863,[ff05::133]:3863"))
                .withPeerGroups(Groups.parsePeers("239.0.0.8:9901"))
                .withAdvertised(List.of(IpAddress.parse("203.0.113.7")));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(Profile profile) throws IOException {
        var settings = everything(profile);

        assertThat(read(SettingsFile.write(settings).toArray(String[]::new))).isEqualTo(settings);
    }

    @Test
    void noGroupsAndTheGroupsOfTheProfileAreDifferentThings() throws IOException {
        var off = RegistrarSettings.of(Profile.FAST).withGroups(List.of());
        var byDefault = RegistrarSettings.of(Profile.FAST);

        assertThat(read(SettingsFile.write(off).toArray(String[]::new))).isEqualTo(off);
        assertThat(read(SettingsFile.write(byDefault).toArray(String[]::new))).isEqualTo(byDefault);
        assertThat(off).isNotEqualTo(byDefault);
    }

    /** Every line that is written, but with another value than the default. */
    static Stream<String> keys() {
        return SettingsFile.write(RegistrarSettings.of(Profile.FAST)).stream()
                .filter(line ->
                        line.startsWith("registrar.")
                                || line.startsWith("selection.")
                                || line.startsWith("links."))
                .map(line -> line.substring(0, line.indexOf(" = ")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    @Requirement("REQ-026")
    void everyKeyChangesItsValueAndNothingElse(String key) throws IOException {
        var defaults = SettingsFile.write(RegistrarSettings.of(Profile.FAST));
        var line =
                defaults.stream().filter(l -> l.startsWith(key + " = ")).findFirst().orElseThrow();
        var changed = changed(line);

        var written = SettingsFile.write(read(changed));

        assertThat(written).contains(changed).doesNotContain(line).hasSameSizeAs(defaults);
        assertThat(written.stream().filter(l -> !defaults.contains(l))).containsExactly(changed);
    }

    private static String changed(String line) {
        var key = line.substring(0, line.indexOf(" = "));
        var value = line.substring(line.indexOf(" = ") + 3);
        var other =
                switch (value) {
                    case "true" -> "false";
                    case "false" -> "true";
                    case "all" -> "first";
                    case "higher" -> "lower";
                    case "reject" -> "allow";
                    case String v when v.matches("[0-9]+(ms|s)") -> "1234ms";
                    case String v when v.matches("[0-9]+") && key.endsWith("-queue") -> "70000";
                    case String v when v.matches("[0-9]+") && key.endsWith("-size") -> "1024";
                    case String v when v.matches("[0-9]+") -> v.equals("17") ? "18" : "17";
                    default -> throw new IllegalArgumentException("no other value: " + line);
                };
        return key + " = " + other;
    }

    @Test
    void keysAreKebabCaseAndSectionsMayBeWrittenInBraces() throws IOException {
        var settings =
                read(
                        "registrar {",
                        "  monitoring { keep-alive-interval = 250ms, keep-alive-timeout = 2s }",
                        "}");

        var monitoring = settings.config().monitoring();
        assertThat(monitoring.keepAliveInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(monitoring.keepAliveTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(keys())
                .allSatisfy(key -> assertThat(key).isEqualTo(key.toLowerCase(Locale.ROOT)));
    }

    @Test
    void theProfileIsTheGivenOneOrTheFilesOrFast() throws IOException {
        assertThat(read().profile()).isEqualTo(Profile.FAST);
        assertThat(read("profile = rfc")).isEqualTo(RegistrarSettings.of(Profile.RFC));
        assertThat(read(Optional.of(Profile.RSPLIB), "profile = rfc"))
                .isEqualTo(RegistrarSettings.of(Profile.RSPLIB));
    }

    @Test
    void allMistakesAreToldAtOnceWithFileAndLine() {
        assertThatThrownBy(() ->
                        read(
                                "profile = quick",
                                "asap = [\"tcp:127.0.0.1\", \"carrier-pigeon:127.0.0.1:1\"]",
                                "colour = green",
                                "registrar.monitoring.keep-alive-interval = 5",
                                "registrar.monitoring.keep-alive-timout = 5s",
                                "selection.degradation = some",
                                "links.max-links = many",
                                "links.max-send-queue = 3"))
                .isInstanceOf(SettingsException.class)
                .satisfies(e -> {
                    var lines = String.valueOf(e.getMessage()).lines().toList();
                    assertThat(lines)
                            .hasSize(9)
                            .allMatch(line -> line.contains("registrar.conf: "));
                    assertLine(lines, ": 1: ", "profile", "rfc, fast, rsplib", "quick");
                    assertLine(lines, ": 2: ", "tcp:127.0.0.1", "TRANSPORT:HOST");
                    assertLine(lines, ": 2: ", "carrier-pigeon", "tcp or sctp");
                    assertLine(lines, ": 3: ", "colour", "unknown", "asap", "links");
                    assertLine(lines, ": 4: ", "keep-alive-interval", "500ms", "is 5");
                    assertLine(lines, ": 5: ", "keep-alive-timout", "keep-alive-timeout");
                    assertLine(lines, ": 6: ", "degradation", "all or first", "some");
                    assertLine(lines, ": 7: ", "max-links", "whole number", "many");
                    assertLine(lines, "max-send-queue must be at least 65536, is 3");
                });
    }

    private static void assertLine(List<String> lines, String... parts) {
        assertThat(lines).anySatisfy(line -> assertThat(line).contains(parts));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registrar.monitoring.keep-alive-interval = 0s",
                "registrar.monitoring.keep-alive-interval = \"500\"",
                "registrar.monitoring.keep-alive-interval = [5s]",
                "registrar.monitoring = 5s",
                "registrar = off",
                "links.max-links = 1.5",
                "links.max-links = 99999999999",
                "links.max-links = -1",
                "registrar.monitoring.verifies-reports = perhaps",
                "asap = \"tcp:127.0.0.1:3863\"",
                "asap = [7]",
                "id = 12345678",
                "id = 0x123456789",
                "announce = 3863",
                "announce = \"10.0.0.1:3863\"",
                "announce = \"ff05::133:3863\"",
                "advertise = [\"example.org\"]",
                "registrar.dialect = rfc",
                "registrar.resolution.overload.value = 3",
                "asap = ]",
                "a = ${b}",
            })
    void whatIsWrongIsRefusedAndNamed(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("registrar.conf: 1");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SettingsFile.read(folder.resolve("no.conf"), Optional.empty()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no.conf");
        assertThatThrownBy(() -> SettingsFile.read(folder, Optional.empty()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(folder.toString());
    }
}
