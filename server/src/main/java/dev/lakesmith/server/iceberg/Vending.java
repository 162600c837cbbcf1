package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.iceberg.Access.Caller;
import dev.lakesmith.server.iceberg.StorageCredentials.Granted;
import dev.lakesmith.server.iceberg.StorageCredentials.Rights;
import dev.lakesmith.vocabulary.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.ImmutableCredential;

/** Credentials for the files of one table: its own folder, and no more than the client's scope allows. Thread-safe. */
final class Vending {

    /** What is left of the life of credentials that are given once more. */
    private static final Duration USEFUL = Duration.ofMinutes(10);

    private static final int REMEMBERED = 10_000;

    private final StorageCredentials credentials;
    private final Warehouse warehouse;
    private final Clock clock;
    private final Map<Wanted, Granted> given = new ConcurrentHashMap<>();

    private record Wanted(String client, String folder, Rights rights) {}

    Vending(StorageCredentials credentials, Warehouse warehouse, Clock clock) {
        this.credentials = credentials;
        this.warehouse = warehouse;
        this.clock = clock;
    }

    /** Empty: the table's folder is not one that could be given away. */
    Optional<Credential> of(TableName name, TableMetadata metadata, Caller caller) {
        Optional<String> folder = warehouse.folderOfATable(metadata.location());
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Rights rights = caller.scope().includes(Rules.writes(name)) ? Rights.WRITE : Rights.READ;
        Granted granted = granted(new Wanted(caller.name(), folder.get(), rights));
        return Optional.of(ImmutableCredential.builder()
                .prefix(folder.get() + "/")
                .config(granted.config())
                .build());
    }

    private Granted granted(Wanted wanted) {
        Granted before = given.get(wanted);
        if (before != null && before.until().isAfter(clock.instant().plus(USEFUL))) {
            return before;
        }
        given.values().removeIf(each -> each.until().isBefore(clock.instant().plus(USEFUL)));
        Granted granted = credentials.grant(wanted.client(), List.of(wanted.folder()), wanted.rights());
        if (given.size() < REMEMBERED) {
            given.put(wanted, granted);
        }
        return granted;
    }
}
