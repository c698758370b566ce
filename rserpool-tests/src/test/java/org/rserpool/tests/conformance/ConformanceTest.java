package org.rserpool.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rserpool.testkit.Requirement;
import org.rserpool.tests.Project;

/** With {@code -Drewrite=true} the files are written anew; {@code make conformance} does so. */
class ConformanceTest {

    private static final Path TABLE = Project.ROOT.resolve("docs/conformance.md");
    private static final Path OPEN = Project.ROOT.resolve("docs/open.tsv");

    private static final Requirements REQUIREMENTS = Requirements.load();
    private static final Claims CLAIMS = Claims.load();

    @BeforeAll
    static void rewrite() throws IOException {
        if (Boolean.getBoolean("rewrite")) {
            var open = open().without(CLAIMS.tests().keySet());
            Files.writeString(OPEN, open.format(REQUIREMENTS));
            var table = new ConformanceTable(REQUIREMENTS, CLAIMS, open);
            Files.writeString(TABLE, table.markdown());
        }
    }

    private static OpenList open() {
        return OpenList.parse(Project.text(OPEN), REQUIREMENTS);
    }

    @Test
    void everyRequirementIsMetOrOpen() {
        var missing = new TreeSet<>(REQUIREMENTS.all().keySet());
        missing.removeAll(CLAIMS.tests().keySet());
        missing.removeAll(open().reasons().keySet());
        assertThat(missing)
                .as("requirements that no test names and that docs/open.tsv does not list")
                .isEmpty();
    }

    @Test
    void noRequirementIsBothMetAndOpen() {
        var both = new TreeSet<>(open().reasons().keySet());
        both.retainAll(CLAIMS.tests().keySet());
        assertThat(both)
                .as("requirements that a test names and docs/open.tsv lists: run make conformance")
                .isEmpty();
    }

    @Test
    void testsNameOnlyRequirementsThatExist() {
        var unknown = new TreeSet<>(CLAIMS.tests().keySet());
        unknown.removeAll(REQUIREMENTS.all().keySet());
        assertThat(unknown).as("unknown requirements that tests name").isEmpty();
    }

    @Test
    void onlyTestsNameRequirements() {
        assertThat(CLAIMS.misplaced()).as("methods that are no tests").isEmpty();
    }

    @Test
    void theCommittedTableIsTheOneThatWouldBeMade() {
        var made = new ConformanceTable(REQUIREMENTS, CLAIMS, open()).markdown();
        assertThat(Project.text(TABLE).equals(made))
                .as("docs/conformance.md says what the tests say: run make conformance")
                .isTrue();
    }

    @Test
    void aListWithoutWhatIsMetKeepsRangesShort() {
        var requirements = Requirements.parse(tsv("A-1", "A-2", "A-3", "A-4", "B-1"));
        var open = OpenList.parse("# why\nA-1..A-4\tx\tno\nB-1\tx\tno\n", requirements);
        var met = new Claims(Map.of("A-2", List.of("t")), List.of()).tests().keySet();
        assertThat(open.without(met).format(requirements))
                .isEqualTo("# why\nA-1\tx\tno\nA-3..A-4\tx\tno\nB-1\tx\tno\n");
    }

    @Test
    void aListWithMistakesIsRefused() {
        var requirements = Requirements.parse(tsv("A-1", "A-2"));
        for (var bad :
                List.of("A-3\tx\tno", "A-2..A-1\tx\tno", "A-1\tx", "A-1\tx\tno\nA-1..A-2\tx\tno")) {
            assertThatThrownBy(() -> OpenList.parse(bad, requirements))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void claimsAreReadFromCompiledTests(@TempDir Path folder) throws IOException {
        var sample = folder.resolve("Sample.class");
        ClassFile.of()
                .buildTo(
                        sample,
                        ClassDesc.of("org.example.Sample"),
                        type ->
                                type.withMethod(
                                        "holds",
                                        MethodTypeDesc.of(ConstantDescs.CD_void),
                                        ClassFile.ACC_ABSTRACT,
                                        method ->
                                                method.with(
                                                        RuntimeVisibleAnnotationsAttribute.of(
                                                                claim("X-1", "X-2")))));

        var claims = Claims.of(Stream.of(sample));

        assertThat(claims.tests())
                .containsOnly(
                        Map.entry("X-1", List.of("Sample.holds")),
                        Map.entry("X-2", List.of("Sample.holds")));
        assertThat(claims.misplaced()).containsExactly("Sample.holds");
    }

    private static Annotation claim(String... ids) {
        var values = Stream.of(ids).map(AnnotationValue::ofString).toArray(AnnotationValue[]::new);
        return Annotation.of(
                Requirement.class.describeConstable().orElseThrow(),
                AnnotationElement.of("value", AnnotationValue.ofArray(values)));
    }

    private static String tsv(String... ids) {
        return String.join("\tMUST\tRFC\ttext\n", ids) + "\tMUST\tRFC\ttext\n";
    }
}
