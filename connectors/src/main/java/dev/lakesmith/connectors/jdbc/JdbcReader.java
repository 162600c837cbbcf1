package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the streams of one database. */
final class JdbcReader implements SourceReader {

    private final Source source;
    private final Connections connections;
    private final Database database;
    private final Clock clock;

    JdbcReader(Source source, Connections connections, Clock clock) {
        this.source = source;
        this.connections = connections;
        this.database = connections.database();
        this.clock = clock;
    }

    @Override
    public Pending pending(Stream stream, Landed landed) {
        String reason = Cursor.of(stream, landed.bookmark()).reason();
        return new Pending.Records(ComparedKeys.of(stream).isNone() ? reason : reason + ", and all keys");
    }

    @Override
    public Pending pending(Stream stream, Span span, Landed landed) {
        Cursor cursor = Cursor.of(stream, landed.bookmark());
        if (cursor.isNone()) {
            throw Span.refused(stream, "has no 'cursor': every run reads all of its rows");
        }
        return new Pending.Records(SpanRange.reason(span, stream, cursor), Optional.of(span));
    }

    @Override
    public Optional<String> ended(Stream stream, Landed landed) {
        return Cursor.of(stream, landed.bookmark()).ended();
    }

    @Override
    public Preview preview(Stream stream, Pending pending, Landed landed, int most) {
        try (Snapshot snapshot = database.begin(connections)) {
            return new JdbcPreview(stream, landed, connections, snapshot).of(pending, most);
        } catch (SQLException e) {
            throw connections.failed("cannot read " + stream.source() + "." + stream.name(), e);
        }
    }

    @Override
    public Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery) {
        try (Snapshot snapshot = database.begin(connections)) {
            return new Batch(stream, landed, delivery, snapshot).run(pending);
        } catch (SQLException e) {
            throw connections.failed("cannot read " + stream.source() + "." + stream.name(), e);
        }
    }

    /** One extraction of one stream. */
    private final class Batch {

        private final Stream stream;
        private final Landed landed;
        private final Delivery delivery;
        private final Snapshot snapshot;
        private final ComparedKeys keys;
        private final RowSums sums;

        Batch(Stream stream, Landed landed, Delivery delivery, Snapshot snapshot) {
            this.stream = stream;
            this.landed = landed;
            this.delivery = delivery;
            this.snapshot = snapshot;
            this.keys = ComparedKeys.of(stream);
            this.sums = new RowSums(delivery.progress());
        }

        Extraction run(Pending pending) throws SQLException {
            Relation relation = Relation.of(stream, snapshot.main(), connections);
            List<JdbcColumn> columns = columns(relation);
            List<JdbcColumn> keyed = keys.in(columns, relation);
            columns.stream().filter(column -> !column.note().isEmpty()).forEach(column -> delivery.progress()
                    .warn(stream.source() + "." + stream.name() + ": the column " + column.name() + " "
                            + column.note()));
            Cursor cursor = Cursor.of(stream, landed.bookmark());
            try {
                if (pending.span().isPresent()) {
                    return within(
                            SpanRange.of(pending.span().get(), stream, cursor, relation, columns, database),
                            relation,
                            columns);
                }
                return cursor.isNone() ? everything(relation, columns) : after(cursor, relation, columns, keyed);
            } catch (UnfitValue e) {
                throw e.in(relation);
            }
        }

        private List<JdbcColumn> columns(Relation relation) throws SQLException {
            Set<String> texts = stream.columns().stream()
                    .filter(column -> column.type().equals(Optional.of("VARCHAR")))
                    .map(column -> column.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            List<JdbcColumn> columns = database.columns(snapshot.main(), relation.from());
            relation.requireDistinct(columns.stream().map(JdbcColumn::name).toList());
            return columns.stream()
                    .map(column -> texts.contains(column.name().toLowerCase(Locale.ROOT)) ? column.asText() : column)
                    .toList();
        }

        private Extraction everything(Relation relation, List<JdbcColumn> columns) throws SQLException {
            List<RecordFiles.Written> files =
                    delivery.records().write(landedAs(columns), parts(relation, "", columns), parallel());
            String etag = etag(columns);
            long rows = sums.rows().sum();
            // A cursor that comes back must not go on from where it was: these rows are landed too.
            Optional<String> bookmark = landed.bookmark().map(any -> Cursor.NONE);
            Optional<LandedFile> last = landed.files().isEmpty()
                    ? Optional.empty()
                    : Optional.of(landed.files().get(landed.files().size() - 1));
            if (last.filter(file -> file.etag().equals(etag)).isPresent()) {
                return new Extraction(List.of(), Ledger.of(rows, 0, 0, Map.of("landed already", rows)), bookmark);
            }
            return new Extraction(files(files, relation, etag), Ledger.of(rows, rows, 0), bookmark);
        }

        private Extraction after(Cursor cursor, Relation relation, List<JdbcColumn> columns, List<JdbcColumn> keyed)
                throws SQLException {
            CursorRange range =
                    CursorRange.of(cursor, !landed.files().isEmpty(), relation, columns, database, snapshot.main());
            List<RecordFiles.Written> files = new ArrayList<>();
            range.fresh()
                    .ifPresent(fresh -> files.addAll(
                            delivery.records().write(landedAs(columns), parts(relation, fresh, columns), parallel())));
            range.again()
                    .ifPresent(again -> files.addAll(delivery.records()
                            .writeUnknown(
                                    landedAs(columns),
                                    parts(relation, again, columns),
                                    parallel(),
                                    known(range.column(), range.from()))));
            long read = sums.rows().sum();
            long written = rows(files);
            List<RecordFiles.Written> gone = keys.isNone() ? List.of() : gone(relation, columns, keyed, files);
            files.addAll(gone);
            return new Extraction(
                    files(files, relation, etag(columns)),
                    Ledger.of(read + rows(gone), written + rows(gone), 0, Map.of("landed already", read - written)),
                    Optional.of(range.bookmark()));
        }

        /** The bookmark stays: what lies between the span and it was read, or will be. */
        private Extraction within(SpanRange range, Relation relation, List<JdbcColumn> columns) {
            List<RecordFiles.Written> files = delivery.records()
                    .writeUnknown(
                            landedAs(columns),
                            parts(relation, range.where(), columns),
                            parallel(),
                            known(range.column(), range.from()));
            long read = sums.rows().sum();
            return new Extraction(
                    files(files, relation, etag(columns)),
                    Ledger.of(read, rows(files), 0, Map.of("landed already", read - rows(files))),
                    Optional.empty());
        }

        private RecordFiles.Known known(String column, Optional<String> from) {
            return new RecordFiles.Known(
                    rowFiles(), column, from, keys.isNone() ? Optional.empty() : Optional.of(ComparedKeys.MARK.name()));
        }

        /** Before the source was a database it may have landed other files; those hold none of its rows. */
        private List<Path> rowFiles() {
            List<Path> files = landed.local(landed.files().stream()
                    .filter(file -> file.landedPath().endsWith(".parquet"))
                    .toList());
            files.stream().filter(file -> !Files.isReadable(file)).findFirst().ifPresent(file -> {
                throw new LakesmithException(
                        ErrorCode.LAKE_UNREADABLE,
                        stream.place() + ": the landed file " + file + " is gone or cannot be read; only with"
                                + " all landed files can new rows be told from those that came before. Bring it"
                                + " back");
            });
            return files;
        }

        /** After the rows: what vanishes between the two is landed and deleted, not the other way round. */
        private List<RecordFiles.Written> gone(
                Relation relation, List<JdbcColumn> columns, List<JdbcColumn> keyed, List<RecordFiles.Written> fresh) {
            List<Path> known = new ArrayList<>(rowFiles());
            fresh.forEach(file -> known.add(file.file()));
            if (known.isEmpty()) {
                return List.of();
            }
            String list =
                    keyed.stream().map(column -> relation.quoted(column.name())).collect(Collectors.joining(", "));
            String from = "(" + Database.select(list, relation.from(), "") + ") lakesmith_keys";
            return delivery.records()
                    .writeGone(
                            landedAs(columns),
                            List.of(() -> database.reader(snapshot, from, "", keyed, new RowSums(delivery.progress()))),
                            new RecordFiles.Gone(
                                    known,
                                    keyed.stream().map(JdbcColumn::column).toList(),
                                    ComparedKeys.MARK.name()));
        }

        private static long rows(List<RecordFiles.Written> files) {
            return files.stream().mapToLong(RecordFiles.Written::rows).sum();
        }

        private List<Supplier<RecordReader>> parts(Relation relation, String where, List<JdbcColumn> columns) {
            List<String> ranges = ranges(relation, where, columns);
            List<Supplier<RecordReader>> parts = new ArrayList<>();
            for (String range : ranges.isEmpty() ? List.of("") : ranges) {
                String both = where.isEmpty() || range.isEmpty() ? where + range : "(" + where + ") AND " + range;
                parts.add(() -> {
                    RecordReader rows = database.reader(snapshot, relation.from(), both, columns, sums);
                    return keys.isNone() ? rows : new LiveRows(rows, columns.size());
                });
            }
            return parts;
        }

        private List<String> ranges(Relation relation, String where, List<JdbcColumn> columns) {
            Optional<String> column = stream.options().find("split_by", String.class);
            int parts = parallel() * 4;
            try {
                List<String> physical = snapshot.isShared() && relation.isTable()
                        ? database.ranges(snapshot.main(), relation.from(), parts)
                        : List.of();
                return physical.isEmpty() && column.isPresent()
                        ? KeyRanges.of(column.get(), relation, columns, where, parts, snapshot.main())
                        : physical;
            } catch (SQLException e) {
                throw connections.failed("cannot tell the size of " + relation.from(), e);
            }
        }

        private int parallel() {
            return source.options().get("parallel", Long.class).intValue();
        }

        private List<Column> landedAs(List<JdbcColumn> columns) {
            return keys.landed(columns);
        }

        /** The same for the same rows with the same columns, in whatever order they were read. */
        private String etag(List<JdbcColumn> columns) {
            return "rows:%d:%016x:%08x"
                    .formatted(
                            sums.rows().sum(),
                            sums.checksum().sum(),
                            landedAs(columns).hashCode());
        }

        private List<LandedFile> files(List<RecordFiles.Written> written, Relation relation, String etag) {
            Instant now = clock.instant();
            String path = Database.shown(connections.url()) + "/" + relation.shown();
            List<LandedFile> files = new ArrayList<>();
            for (RecordFiles.Written file : written) {
                files.add(new LandedFile(
                        delivery.batchId(), path, file.file().toString(), file.bytes(), etag, now, 1, now));
            }
            return files;
        }
    }

    @Override
    public void close() {}
}
