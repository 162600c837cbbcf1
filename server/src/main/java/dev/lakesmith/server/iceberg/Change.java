package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.Pointer.Kind;
import dev.lakesmith.vocabulary.TableName;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A next state that is written down and that nothing names yet.
 *
 * @param pointer empty: nothing changes
 * @param metadata the state, or the present one when nothing changes
 * @param <M> metadata of a table or of a view
 */
record Change<M>(Optional<Pointer> pointer, M metadata) {

    static <M> Change<M> none(M present) {
        return new Change<>(Optional.empty(), present);
    }

    static <M> Change<M> of(TableName name, Kind kind, M written, Function<M, String> location, @Nullable String base) {
        return new Change<>(
                Optional.of(new Pointer(name, kind, location.apply(written), Optional.ofNullable(base), true)),
                written);
    }
}
