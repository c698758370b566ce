package org.rserpool.tests.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.rserpool.tests.Project;

/** The shape of the project: who may know whom, and what the pure modules must not touch. */
class ArchitectureTest {

    /** What each module may use of the others: the arrows of docs/architecture.md. */
    private static final Map<String, List<String>> ARROWS =
            Map.of(
                    "wire", List.of(),
                    "core", List.of("wire"),
                    "net", List.of("wire", "core"),
                    "client", List.of("wire", "core", "net"),
                    "server", List.of("wire", "core", "net"),
                    "sim", List.of("wire", "core"),
                    "cli", List.of("wire", "core", "net", "client", "server", "sim"));

    /** What each module may use at run time beyond the JDK: docs/adr/0004-dependencies.md. */
    private static final Map<String, List<String>> THIRD_PARTIES =
            Map.of(
                    "wire", List.of(),
                    "core", List.of(),
                    "net", List.of(),
                    "client", List.of(),
                    "server", List.of("com.typesafe.config"),
                    "sim", List.of(),
                    "cli", List.of("picocli", "tools.jackson", "com.fasterxml.jackson.annotation"));

    private static final List<String> JDK_AND_OURSELVES =
            List.of("java", "jdk", "com.sun", "org.jspecify", "org.rserpool");

    private static final List<String> MODULES = ARROWS.keySet().stream().sorted().toList();

    private static final String[] PURE = {
        "org.rserpool.wire..", "org.rserpool.core..", "org.rserpool.sim.."
    };

    private static final List<String> IMPURE_PACKAGES =
            List.of(
                    "java.util.concurrent.",
                    "java.util.logging.",
                    "java.nio.channels.",
                    "java.nio.file.",
                    "java.net.",
                    "java.lang.foreign.",
                    "com.sun.");

    /** Addresses are values; {@link #IMPURE_CALLS} names what of them asks the network. */
    private static final Set<String> PURE_CLASSES =
            Set.of(
                    "java.net.InetAddress",
                    "java.net.Inet4Address",
                    "java.net.Inet6Address",
                    "java.net.UnknownHostException");

    private static final Set<String> IMPURE_CLASSES =
            Set.of(
                    "java.io.File",
                    "java.io.FileInputStream",
                    "java.io.FileOutputStream",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.Runtime",
                    "java.lang.System$Logger",
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.security.SecureRandom",
                    "java.time.Clock",
                    "java.util.Random",
                    "java.util.Timer",
                    "java.util.UUID",
                    "java.util.random.RandomGeneratorFactory");

    private static final Set<String> IMPURE_CALLS =
            Set.of(
                    "java.lang.Math.random",
                    "java.lang.StrictMath.random",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.getLogger",
                    "java.lang.System.getProperty",
                    "java.lang.System.getenv",
                    "java.lang.System.identityHashCode",
                    "java.lang.System.nanoTime",
                    "java.net.InetAddress.getAllByName",
                    "java.net.InetAddress.getByName",
                    "java.net.InetAddress.getHostName",
                    "java.net.InetAddress.getLocalHost",
                    "java.time.Instant.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.util.Collection.parallelStream",
                    "java.util.random.RandomGenerator.getDefault",
                    "java.util.random.RandomGenerator.of");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/jmh_generated/"))
                    .importPaths(compiled());

    private static List<Path> compiled() {
        return Project.modules().stream()
                .map(module -> module.resolve("target/classes"))
                .filter(Files::exists)
                .toList();
    }

    private static String[] packages(List<String> modules) {
        return modules.stream().map(name -> "org.rserpool." + name + "..").toArray(String[]::new);
    }

    private static void assumeClasses(String module) {
        assumeTrue(
                CLASSES.that(resideInAnyPackage("org.rserpool." + module + ".."))
                        .iterator()
                        .hasNext(),
                module + " has no classes yet");
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void aModuleUsesOnlyWhatTheArrowsAllow(String module) {
        assumeClasses(module);
        var others = new ArrayList<>(MODULES);
        others.remove(module);
        others.removeAll(ARROWS.getOrDefault(module, List.of()));
        noClasses()
                .that()
                .resideInAPackage("org.rserpool." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void aModuleUsesOnlyTheLibrariesThatWereDecidedOn(String module) {
        assumeClasses(module);
        var allowed = new ArrayList<>(JDK_AND_OURSELVES);
        allowed.addAll(THIRD_PARTIES.getOrDefault(module, List.of()));
        classes()
                .that()
                .resideInAPackage("org.rserpool." + module + "..")
                .should(
                        onlyDependOnClassesThat(
                                are(describe("of " + allowed, type -> within(type, allowed)))))
                .check(CLASSES);
    }

    private static boolean within(JavaClass type, List<String> packages) {
        var element = type.getBaseComponentType();
        return element.isPrimitive()
                || packages.stream()
                        .anyMatch(name -> (element.getPackageName() + ".").startsWith(name + "."));
    }

    @Test
    void thePureModulesTouchNoClockNoThreadNoSocketNoChance() {
        classes()
                .that()
                .resideInAnyPackage(PURE)
                .should(
                        new ArchCondition<JavaClass>("touch nothing outside") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                touches(type)
                                        .forEach((where, what) ->
                                                events.add(
                                                        SimpleConditionEvent.violated(
                                                                type, what + " in " + where)));
                            }
                        })
                .check(CLASSES);
    }

    /** Returns what a class uses of the world outside, by where it does. */
    private static Map<String, String> touches(JavaClass type) {
        var found = new TreeMap<String, String>();
        for (var dependency : type.getDirectDependenciesFromSelf()) {
            var target = dependency.getTargetClass().getBaseComponentType().getName();
            if (!PURE_CLASSES.contains(target)
                    && (IMPURE_CLASSES.contains(target)
                            || IMPURE_PACKAGES.stream().anyMatch(target::startsWith))) {
                found.put(dependency.getDescription(), target);
            }
        }
        for (var access : type.getAccessesFromSelf()) {
            var target = access.getTarget();
            var name = target.getOwner().getName() + "." + target.getName();
            if (IMPURE_CALLS.contains(name)
                    || chance(target)
                    || name.matches("java.lang.System.(in|out|err)")) {
                found.put(access.getDescription(), name);
            }
        }
        return found;
    }

    /** A generator without a seed, or a shuffle with a hidden one. */
    private static boolean chance(AccessTarget target) {
        return target instanceof AccessTarget.ConstructorCallTarget constructor
                        && target.getOwner().getName().equals("java.util.SplittableRandom")
                        && constructor.getRawParameterTypes().isEmpty()
                || target instanceof AccessTarget.MethodCallTarget method
                        && target.getOwner().getName().equals("java.util.Collections")
                        && method.getName().equals("shuffle")
                        && method.getRawParameterTypes().size() == 1;
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.rserpool.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAreForAndNotThatTheyAreThings() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils|Data)(\\$.*)?")
                .check(CLASSES);
    }

    @Test
    void methodsHaveNoPrefixesThatSayNothing() {
        var offenders =
                CLASSES.stream()
                        .filter(type -> type.getPackageName().startsWith("org.rserpool"))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(method -> method.getName().matches("(get|set)[A-Z].*"))
                        .filter(method -> !overrides(method.getOwner(), method))
                        .map(HasName.AndFullName::getFullName)
                        .toList();
        assertThat(offenders).as("public methods that begin with get or set").isEmpty();
    }

    private static boolean overrides(JavaClass type, HasName method) {
        var above = new ArrayList<JavaClass>(type.getAllRawSuperclasses());
        above.addAll(type.getAllRawInterfaces());
        return above.stream()
                .filter(other -> !other.getPackageName().startsWith("org.rserpool"))
                .flatMap(other -> other.getMethods().stream())
                .anyMatch(other -> other.getName().equals(method.getName()));
    }

    @Test
    void classesAreFinalUnlessTheyHaveAFamily() {
        var offenders =
                CLASSES.stream()
                        .filter(type -> type.getPackageName().startsWith("org.rserpool"))
                        .filter(type -> !type.isInterface() && !type.isAnonymousClass())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                        .filter(type -> !type.isEnum() && !type.isAnnotation())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .filter(type -> !type.getSimpleName().equals("module-info"))
                        .filter(type -> type.getSubclasses().isEmpty())
                        // JMH makes classes that extend what is measured
                        .filter(type -> !type.getPackageName().equals("org.rserpool.bench"))
                        .map(JavaClass::getName)
                        .toList();
        assertThat(offenders).as("classes that are neither final nor extended").isEmpty();
    }

    @Test
    void recordsHoldNoArrays() {
        var offenders =
                CLASSES.stream()
                        .filter(JavaClass::isRecord)
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> field.getRawType().isArray())
                        .map(HasName.AndFullName::getFullName)
                        .toList();
        assertThat(offenders).as("records compare arrays by identity").isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        var packages = new TreeMap<String, Boolean>();
        for (var type : CLASSES) {
            if (type.getPackageName().startsWith("org.rserpool")) {
                packages.merge(
                        type.getPackageName(),
                        type.getSimpleName().equals("package-info")
                                && type.isAnnotatedWith(NullMarked.class),
                        Boolean::logicalOr);
            }
        }
        packages.values().removeIf(marked -> marked);
        assertThat(packages.keySet()).as("packages without @NullMarked").isEmpty();
    }

    @Test
    void internalPackagesAreNotExported() {
        var offenders = new ArrayList<String>();
        for (var folder : compiled()) {
            for (var export : exports(folder)) {
                if (!export.isQualified() && export.source().contains(".internal")) {
                    offenders.add(export.source());
                }
            }
        }
        assertThat(offenders).isEmpty();
    }

    @Test
    void internalPackagesAreUsedByTheirOwnModuleOnly() {
        for (var module : MODULES) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.rserpool." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.rserpool." + module + "..internal..")
                    .check(CLASSES);
        }
    }

    private static Set<ModuleDescriptor.Exports> exports(Path folder) {
        var descriptor = folder.resolve("module-info.class");
        if (!Files.exists(descriptor)) {
            return Set.of();
        }
        try (var octets = Files.newInputStream(descriptor)) {
            return ModuleDescriptor.read(octets).exports();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
