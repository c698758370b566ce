package org.rserpool.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rserpool.tests.Project;

/** The JDK that {@code tools/find-jdk} chooses, with folders that only look like JDKs. */
class FindJdkTest {

    @TempDir private Path folder;

    private Path bin;

    @BeforeEach
    void makeAFolderForThePath() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
    }

    private Path jdk(String version) throws IOException {
        var home = folder.resolve("jdk-" + version);
        var javac = home.resolve("bin/javac");
        Files.createDirectories(javac.getParent());
        Files.createFile(javac);
        assertThat(javac.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"%s\"\nOS_ARCH=\"x86_64\"\n"
                        .formatted(version));
        return home;
    }

    private String found(Map<String, String> environment) throws Exception {
        var command = new ProcessBuilder(Project.ROOT.resolve("tools/find-jdk").toString());
        command.environment().clear();
        command.environment().put("PATH", bin + ":/usr/bin:/bin");
        command.environment().put("HOME", folder.toString());
        command.environment().putAll(environment);
        command.redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = command.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    @Test
    void javaHomeGoesFirst() throws Exception {
        var home = jdk("26.0.1");
        Files.createSymbolicLink(bin.resolve("javac"), jdk("25").resolve("bin/javac"));
        assertThat(found(Map.of("JAVA_HOME", home.toString()))).isEqualTo(home.toString());
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        var home = jdk("17.0.15");
        var onPath = jdk("25.0.2");
        Files.createSymbolicLink(bin.resolve("javac"), onPath.resolve("bin/javac"));
        assertThat(found(Map.of("JAVA_HOME", home.toString())))
                .isEqualTo(onPath.toRealPath().toString());
    }

    @Test
    void aJdkOnPathThatIsTooOldIsPassedOver() throws Exception {
        var onPath = jdk("21");
        Files.createSymbolicLink(bin.resolve("javac"), onPath.resolve("bin/javac"));
        jdk("25");
        Files.createDirectory(folder.resolve(".jdks"));
        Files.move(folder.resolve("jdk-25"), folder.resolve(".jdks/jdk-25"));
        assertThat(found(Map.of())).doesNotContain("jdk-21").isNotEmpty();
    }

    @Test
    void aJavaHomeWithoutCompilerIsPassedOver() throws Exception {
        var home = jdk("25");
        Files.delete(home.resolve("bin/javac"));
        var onPath = jdk("25.0.2");
        Files.createSymbolicLink(bin.resolve("javac"), onPath.resolve("bin/javac"));
        assertThat(found(Map.of("JAVA_HOME", home.toString())))
                .isEqualTo(onPath.toRealPath().toString());
    }
}
