package org.rserpool.cli.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start this program once more. */
final class Launch {

    private Launch() {}

    /** Returns the command for a process of the program that runs an element. */
    static List<String> element(List<String> arguments) {
        return process("element.aot", List.of("-XX:+UseSerialGC"), arguments);
    }

    /** Returns the command for a process of the program that runs a registrar. */
    static List<String> registrar(List<String> arguments) {
        return process("registrar.aot", List.of(), arguments);
    }

    /**
     * Returns the command for a process of the program.
     *
     * @param cacheName what the launcher writes beside the program's jar, to start such processes
     *     sooner
     * @param flags those with which it was written
     */
    private static List<String> process(
            String cacheName, List<String> flags, List<String> arguments) {
        // Ctrl-C goes to all processes of the terminal; what it ends is this one, in good order.
        var command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(flags);
        var path = System.getProperty("java.class.path");
        var cache = Path.of(path.split(File.pathSeparator, 2)[0]).resolveSibling(cacheName);
        if (path.endsWith(".jar") && !path.contains(File.pathSeparator)) {
            if (Files.isReadable(cache)) {
                command.add("-XX:AOTCache=" + cache);
                command.add("-Xlog:aot*=off");
                command.add("-Xlog:cds*=off");
            }
            command.addAll(List.of("-jar", path));
        } else {
            command.addAll(List.of("-cp", path, "org.rserpool.cli.Main"));
        }
        command.addAll(arguments);
        return command;
    }
}
