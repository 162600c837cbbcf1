package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of reading a project.
 *
 * @param project present exactly when there are no diagnostics
 * @param remains what is sound of a project with mistakes; empty when lakesmith.yml itself has one
 * @param diagnostics every mistake of every file, by file, line and column, without any secret
 */
public record LoadedProject(Optional<Project> project, Optional<Remains> remains, List<Diagnostic> diagnostics) {

    /**
     * The files without mistakes of a project that has some. It can be looked into, never run.
     *
     * @param project of the sound files only
     * @param broken tables that files with mistakes make
     * @param complete whether those are all; otherwise a name that is not known is no mistake yet
     */
    public record Remains(Project project, Set<TableName> broken, Completeness complete) {

        public Remains {
            broken = Set.copyOf(broken);
        }
    }

    /** Whether the names of all tables are known, those of files with mistakes too. */
    public enum Completeness {
        EVERY_TABLE_NAMED,
        SOME_TABLES_UNNAMED
    }

    public LoadedProject {
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * The project.
     *
     * @throws LakesmithException {@link ErrorCode#PROJECT_NOT_FOUND}, or {@link ErrorCode#PROJECT_INVALID} with every
     *     mistake on its own line
     */
    public Project orThrow() {
        return project.orElseThrow(() -> {
            boolean notFound = diagnostics.stream().anyMatch(each -> each.code() == ErrorCode.PROJECT_NOT_FOUND);
            return new LakesmithException(
                    notFound ? ErrorCode.PROJECT_NOT_FOUND : ErrorCode.PROJECT_INVALID,
                    diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        });
    }
}
