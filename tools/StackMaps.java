import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar anew, its classes with stack maps: {@code StackMaps.java JAR}.
 *
 * <p>Classes compiled for Java 5 have none. They are verified in the slow old way, and JDK 25 takes
 * them into no ahead-of-time cache, so that every run reads them from the jar. What they do stays
 * the same.
 */
final class StackMaps {

    /** The class files of Java 6, the first with stack maps, have 50; of Java 8, which need them, 52. */
    private static final int FIRST = 50;

    private static final int STRICT = 52;

    private StackMaps() {}

    public static void main(String[] arguments) throws IOException {
        var jar = Path.of(arguments[0]);
        var fresh = Path.of(arguments[0] + ".new");
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var in = new JarFile(jar.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(fresh))) {
            var classes =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(loader)));
            for (var entry : in.stream().toList()) {
                var octets = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? mapped(classes, octets) : octets);
                out.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] mapped(ClassFile classes, byte[] octets) {
        var old = classes.parse(octets);
        if (old.majorVersion() >= FIRST) {
            return octets;
        }
        // Code that is handed on instruction by instruction is written anew, and its maps with it.
        ClassTransform withoutVersion =
                (builder, element) -> {
                    if (!(element instanceof ClassFileVersion)) {
                        builder.with(element);
                    }
                };
        return classes.transformClass(
                old,
                withoutVersion
                        .andThen(ClassTransform.transformingMethodBodies((b, e) -> b.with(e)))
                        .andThen(ClassTransform.endHandler(b -> b.withVersion(STRICT, 0))));
    }
}
