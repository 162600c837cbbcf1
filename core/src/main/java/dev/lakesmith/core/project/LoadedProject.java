package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of reading a project.
 *
 * @param project present exactly when there are no diagnostics
 * @param diagnostics every mistake of every file, by file, line and column, without any secret
 */
public record LoadedProject(Optional<Project> project, List<Diagnostic> diagnostics) {

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
