package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * One table's worth of a source.
 *
 * @param source the source's name
 * @param name the stream's name in its source
 * @param options the connector's own keys for this stream, such as {@code path}
 * @param format how the landed files are read
 * @param columns declared types; undeclared CSV columns are text
 * @param quarantine how many records a run may send to quarantine
 * @param onNewColumns what happens to columns bronze does not have yet
 * @param owner who looks after the table; may be empty
 * @param place where it is declared
 */
public record Stream(
        String source,
        String name,
        Values options,
        Format format,
        List<ColumnContract> columns,
        QuarantineLimit quarantine,
        NewColumns onNewColumns,
        String owner,
        Place place) {

    public Stream {
        columns = List.copyOf(columns);
    }

    /** {@code bronze.<source>_<stream>}. */
    public TableName bronze() {
        return new TableName("bronze", source + "_" + name);
    }

    /** {@code landing.<source>_<stream>}: the ledger of landed files. */
    public TableName landing() {
        return new TableName("landing", source + "_" + name);
    }
}
