package org.rserpool.tests.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rserpool.testkit.Requirement;
import org.rserpool.tests.Project;

/**
 * Which test names which requirement, read from the compiled tests of all modules.
 *
 * @param tests the tests by requirement, as {@code Class.method}
 * @param misplaced methods that name a requirement and are no tests
 */
record Claims(Map<String, List<String>> tests, List<String> misplaced) {

    private static final String REQUIREMENT = Requirement.class.descriptorString();

    private static final Set<String> TESTS =
            Set.of(
                    "Lorg/junit/jupiter/api/Test;",
                    "Lorg/junit/jupiter/api/TestFactory;",
                    "Lorg/junit/jupiter/api/RepeatedTest;",
                    "Lorg/junit/jupiter/params/ParameterizedTest;",
                    "Lcom/code_intelligence/jazzer/junit/FuzzTest;");

    /**
     * Reads the tests of all modules.
     *
     * @throws IllegalStateException if a module's tests are not compiled
     */
    static Claims load() {
        var classes = new ArrayList<Path>();
        for (var module : Project.modules()) {
            var compiled = module.resolve("target/test-classes");
            var sources = Project.files(module.resolve("src/test/java"));
            if (!sources.isEmpty() && !Files.exists(compiled)) {
                throw new IllegalStateException(
                        "the tests of %s are not compiled: run make conformance"
                                .formatted(Project.name(module)));
            }
            classes.addAll(compiledFrom(compiled, module.resolve("src/test/java")));
        }
        return of(classes.stream());
    }

    /** Leaves out what was compiled from a source that is gone. */
    private static List<Path> compiledFrom(Path compiled, Path sources) {
        try (var files = Files.exists(compiled) ? Files.walk(compiled) : Stream.<Path>empty()) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> {
                        var name = compiled.relativize(file).toString();
                        var outer = name.replaceFirst("(\\$.*)?\\.class$", ".java");
                        return Files.exists(sources.resolve(outer));
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Claims of(Stream<Path> classes) {
        var claims = new Claims(new TreeMap<>(), new ArrayList<>());
        classes.forEach(file -> {
            try {
                var model = ClassFile.of().parse(file);
                model.methods().forEach(method -> claims.add(model, method));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        });
        claims.tests.values().forEach(names -> names.sort(null));
        return claims;
    }

    private void add(ClassModel model, MethodModel method) {
        var annotations =
                method.findAttribute(Attributes.runtimeVisibleAnnotations())
                        .map(found -> found.annotations())
                        .orElse(List.of());
        var ids =
                annotations.stream()
                        .filter(found -> found.className().equalsString(REQUIREMENT))
                        .flatMap(Claims::values)
                        .toList();
        if (ids.isEmpty()) {
            return;
        }
        var type = model.thisClass().asInternalName();
        var name =
                type.substring(type.lastIndexOf('/') + 1).replace('$', '.')
                        + "."
                        + method.methodName().stringValue();
        if (annotations.stream().noneMatch(a -> TESTS.contains(a.className().stringValue()))) {
            misplaced.add(name);
        }
        ids.forEach(id -> tests.computeIfAbsent(id, _ -> new ArrayList<>()).add(name));
    }

    private static Stream<String> values(Annotation annotation) {
        return annotation.elements().stream().map(AnnotationElement::value).flatMap(Claims::texts);
    }

    private static Stream<String> texts(AnnotationValue value) {
        return switch (value) {
            case AnnotationValue.OfArray array -> array.values().stream().flatMap(Claims::texts);
            case AnnotationValue.OfString text -> Stream.of(text.stringValue());
            default -> throw new IllegalArgumentException("expected text, found " + value);
        };
    }
}
