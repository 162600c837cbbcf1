package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.Plan;
import dev.lakesmith.core.plan.Selection;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.storage.LocalCopies;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans extractions without what follows them, and shows what they would ask for. Writes nothing. */
public final class ExtractPlanning {

    private final Workspace workspace;

    public ExtractPlanning(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What a stream would be asked for.
     *
     * @param reason which records; empty when there is surely nothing to extract
     * @param ended where its last extraction ended, for people
     * @param bookmark the same, in its connector's own words
     */
    public record Shown(
            Stream stream,
            Optional<String> reason,
            Optional<String> ended,
            Optional<String> bookmark,
            Preview preview) {}

    /** Does something with a stream, what is pending of it and what was landed of it. */
    private interface Each {
        void stream(Source source, Stream stream, SourceReader reader, Landed landed);
    }

    /**
     * One step for each stream that may have something.
     *
     * @throws LakesmithException PROJECT_INVALID when there are mistakes in the SQL, which says who reads whom; USAGE
     *     when the selection has no stream, or one of them has no such span
     */
    Plan plan(ExtractOptions options, LakeView view) {
        List<Step> steps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Stream> idle = new ArrayList<>();
        each(options, view, (source, stream, reader, landed) -> {
            Pending pending = pending(reader, stream, options, landed);
            pending.notes().forEach(note -> notes.add(source.name() + "." + stream.name() + ": " + note));
            if (pending.isNothing()) {
                idle.add(stream);
            } else {
                steps.add(new Step.Extract(source, stream, pending, pending.reason()));
            }
        });
        return new Plan(steps, idle.size(), notes);
    }

    /**
     * What each stream would be asked for, with its first records.
     *
     * @param most how many records of each, at least one
     * @throws LakesmithException as {@link #plan}, and SOURCE_… when one of them cannot be read
     */
    public List<Shown> preview(ExtractOptions options, int most) {
        List<Shown> shown = new ArrayList<>();
        each(options, workspace.lake().published(), (source, stream, reader, landed) -> {
            Pending pending = pending(reader, stream, options, landed);
            shown.add(new Shown(
                    stream,
                    Optional.of(pending).filter(any -> !any.isNothing()).map(Pending::reason),
                    reader.ended(stream, landed),
                    landed.bookmark(),
                    pending.isNothing() ? Preview.UNKNOWN : reader.preview(stream, pending, landed, most)));
        });
        return shown;
    }

    private static Pending pending(SourceReader reader, Stream stream, ExtractOptions options, Landed landed) {
        return options.span()
                .map(span -> reader.pending(stream, span, landed))
                .orElseGet(() -> reader.pending(stream, landed));
    }

    private void each(ExtractOptions options, LakeView view, Each each) {
        Analysis analysis = new Planning(workspace).analyze();
        Planning.requireSound(analysis);
        Selection selection = Selection.of(options.selectors(), analysis);
        LandingLedger ledger = new LandingLedger(workspace.engine());
        boolean found = false;
        for (Source source : workspace.project().sources()) {
            List<Stream> wanted = source.streams().stream()
                    .filter(stream -> selection.includes(stream.bronze()))
                    .toList();
            if (wanted.isEmpty()) {
                continue;
            }
            found = true;
            try (LocalCopies copies = workspace.lake().storage().copies();
                    SourceReader reader = workspace
                            .connector(source.connector())
                            .open(source, workspace.project().directory(), workspace.clock())) {
                for (Stream stream : wanted) {
                    Landed landed = new Landed(
                            ledger.filesAfter(stream, "", view), LandingLedger.bookmark(stream, view), copies::all);
                    each.stream(source, stream, reader, landed);
                }
            }
        }
        if (!found) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    options.selectors().isEmpty()
                            ? "the project declares no streams; write some in sources/NAME.yml"
                            : "--select " + String.join(",", options.selectors())
                                    + " names no stream of a source; write bronze.SOURCE_STREAM, source:NAME, or a"
                                    + " table with + before it for the streams it is made of");
        }
    }
}
