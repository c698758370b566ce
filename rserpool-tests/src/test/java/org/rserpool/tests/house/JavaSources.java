package org.rserpool.tests.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Parses Java sources and tells what has a length or should have a comment. */
final class JavaSources {

    /**
     * One method.
     *
     * @param where file and name
     * @param lines from its signature to its closing brace
     */
    record Method(String where, long lines) {}

    /** The methods that were found. */
    final List<Method> methods = new ArrayList<>();

    /** Public and protected things without a comment. */
    final List<String> uncommented = new ArrayList<>();

    private JavaSources() {}

    static JavaSources parse(List<Path> files) {
        var found = new JavaSources();
        if (files.isEmpty()) {
            return found;
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            var trees = DocTrees.instance(task);
            for (var unit : task.parse()) {
                found.new Scanner(unit, trees).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final CompilationUnitTree unit;
        private final DocTrees trees;

        private Scanner(CompilationUnitTree unit, DocTrees trees) {
            this.unit = unit;
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (!type.getSimpleName().isEmpty()) {
                check(type, type.getModifiers().getFlags(), type.getSimpleName().toString());
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            var positions = trees.getSourcePositions();
            var lines = unit.getLineMap();
            var start = positions.getStartPosition(unit, method);
            var end = positions.getEndPosition(unit, method);
            if (start >= 0 && end >= 0 && method.getBody() != null) {
                methods.add(
                        new Method(
                                where(method.getName().toString()),
                                lines.getLineNumber(end) - lines.getLineNumber(start) + 1));
            }
            if (method.getModifiers().getAnnotations().stream()
                    .noneMatch(a -> a.getAnnotationType().toString().equals("Override"))) {
                check(method, method.getModifiers().getFlags(), method.getName().toString());
            }
            return null;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, @Nullable Void nothing) {
            if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree
                    && !component(field)) {
                check(field, field.getModifiers().getFlags(), field.getName().toString());
            }
            return super.visitVariable(field, null);
        }

        /** A record's component; its class's comment speaks of it. */
        private boolean component(VariableTree field) {
            return getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC);
        }

        private void check(Tree tree, Set<Modifier> flags, String name) {
            var compact =
                    tree instanceof MethodTree
                            && name.equals("<init>")
                            && getCurrentPath().getParentPath().getLeaf().getKind()
                                    == Tree.Kind.RECORD;
            if (seen(flags) && !compact && trees.getDocComment(getCurrentPath()) == null) {
                uncommented.add(where(name));
            }
        }

        /** Whether people who use the package see what stands here. */
        private boolean seen(Set<Modifier> flags) {
            TreePath path = getCurrentPath().getParentPath();
            var visible = open(flags) || inInterface(path) && !flags.contains(Modifier.PRIVATE);
            while (visible && path.getLeaf() instanceof ClassTree type) {
                path = path.getParentPath();
                visible = open(type.getModifiers().getFlags()) || inInterface(path);
            }
            return visible && path.getLeaf() instanceof CompilationUnitTree;
        }

        private static boolean open(Set<Modifier> flags) {
            return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private static boolean inInterface(TreePath path) {
            var kind = path.getLeaf().getKind();
            return kind == Tree.Kind.INTERFACE || kind == Tree.Kind.ANNOTATION_TYPE;
        }

        private String where(String name) {
            return Path.of(unit.getSourceFile().toUri()).getFileName() + ": " + name;
        }
    }
}
