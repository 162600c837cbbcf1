package dev.lakesmith.testkit.connector;

import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.function.Supplier;

/** For connectors that bring files: a typed row is a mistake. */
public final class NoRows implements RecordFiles {

    @Override
    public List<Written> write(List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce) {
        throw new AssertionError("this connector brings files");
    }

    @Override
    public List<Written> writeUnknown(
            List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce, Known known) {
        throw new AssertionError("this connector brings files");
    }

    @Override
    public List<Written> writeGone(List<Column> columns, List<? extends Supplier<RecordReader>> keys, Gone gone) {
        throw new AssertionError("this connector brings files");
    }
}
