package dev.lakesmith.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, of which one takes the other for dead. */
class JournalTest {

    private static final TableName ONE = new TableName("gold", "one");
    private static final TableName TWO = new TableName("gold", "two");

    @TempDir
    private Path folder = Path.of("");

    private final Tables tables = new Tables();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** A catalog that moves one table at a time, and what happens before it moves one. */
    private static final class Tables implements TableStore {

        private final Map<TableName, Pointer> published = new TreeMap<>();
        private final Map<TableName, Runnable> before = new TreeMap<>();

        @Override
        public String told() {
            return "the test's catalog";
        }

        @Override
        public List<Pointer> published() {
            return List.copyOf(published.values());
        }

        @Override
        public boolean hasArrived(Pointer pointer, Pointer now) {
            return pointer.metadata().equals(now.metadata());
        }

        @Override
        public boolean moveTogether(List<Pointer> pointers) {
            return false;
        }

        @Override
        public void move(Pointer pointer) {
            Optional.ofNullable(before.remove(pointer.name())).ifPresent(Runnable::run);
            Optional<String> there = metadata(pointer.name());
            if (there.equals(Optional.of(pointer.metadata()))) {
                return;
            }
            if (!there.equals(pointer.base())) {
                throw Conflicts.changed(pointer.name());
            }
            published.put(pointer.name(), pointer);
        }

        private Optional<String> metadata(TableName name) {
            return Optional.ofNullable(published.get(name)).map(Pointer::metadata);
        }

        @Override
        public void remove(Pointer pointer) {
            published.remove(pointer.name());
        }

        @Override
        public void rename(Pointer table, TableName name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedMap<String, Map<String, String>> namespaces() {
            return new TreeMap<>();
        }

        @Override
        public void createNamespace(String namespace, Map<String, String> properties) {}

        @Override
        public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {}

        @Override
        public void dropNamespace(String namespace) {}

        @Override
        public void close() {}
    }

    private Journal journal() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new Journal(
                tables,
                new StoredPointers(Storage.local(), folder.resolve("lake").toString()),
                clock);
    }

    private static Pointer pointer(TableName name, String from, String to) {
        return new Pointer(name, Pointer.Kind.TABLE, to, Optional.of(from), true);
    }

    private void publishedBefore() {
        tables.move(new Pointer(ONE, Pointer.Kind.TABLE, "one-0", Optional.empty(), true));
        tables.move(new Pointer(TWO, Pointer.Kind.TABLE, "two-0", Optional.empty(), true));
    }

    private List<String> published() {
        return tables.published().stream().map(Pointer::metadata).toList();
    }

    private void publishBoth() {
        journal().publish(List.of(pointer(ONE, "one-0", "one-1"), pointer(TWO, "two-0", "two-1")));
    }

    @Test
    void what_another_completes_while_the_first_one_waits_is_published_once() {
        publishedBefore();
        tables.before.put(TWO, () -> {
            now = now.plus(Duration.ofMinutes(6));
            journal().complete();
            assertThat(published()).containsExactly("one-1", "two-1");
        });
        publishBoth();
        assertThat(published()).containsExactly("one-1", "two-1");
        now = now.plus(Duration.ofMinutes(6));
        journal().complete();
        assertThat(published()).containsExactly("one-1", "two-1");
    }

    @Test
    void what_another_completed_and_a_third_went_on_from_is_not_taken_back() {
        publishedBefore();
        tables.before.put(TWO, () -> {
            now = now.plus(Duration.ofMinutes(6));
            journal().complete();
            journal().publish(List.of(pointer(TWO, "two-1", "two-2")));
        });
        assertThatThrownBy(this::publishBoth).isInstanceOf(LakesmithException.class);
        assertThat(published()).containsExactly("one-1", "two-2");
    }

    @Test
    void a_conflict_takes_back_what_was_moved_as_long_as_nobody_completes_it() {
        publishedBefore();
        tables.before.put(TWO, () -> {
            journal().complete();
            journal().publish(List.of(pointer(TWO, "two-0", "two-9")));
        });
        assertThatThrownBy(this::publishBoth).isInstanceOf(LakesmithException.class);
        assertThat(published()).containsExactly("one-0", "two-9");
        now = now.plus(Duration.ofMinutes(6));
        journal().complete();
        assertThat(published()).containsExactly("one-0", "two-9");
    }

    @Test
    void a_conflict_that_is_found_late_leaves_it_to_whoever_completes_it() {
        publishedBefore();
        tables.before.put(TWO, () -> {
            now = now.plus(Duration.ofMinutes(3));
            journal().publish(List.of(pointer(TWO, "two-0", "two-9")));
        });
        assertThatThrownBy(this::publishBoth).isInstanceOf(LakesmithException.class);
        now = now.plus(Duration.ofMinutes(6));
        journal().complete();
        assertThat(published()).containsExactly("one-1", "two-9");
    }
}
