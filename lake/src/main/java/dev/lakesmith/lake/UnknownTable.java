package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/** Words the error about a table that is not there. */
public final class UnknownTable {

    private UnknownTable() {}

    /** TABLE_UNKNOWN with the nearest name there is. */
    public static LakesmithException in(LakeView view, TableName name) {
        List<String> names = view.names().stream().map(TableName::toString).toList();
        return new LakesmithException(
                ErrorCode.TABLE_UNKNOWN,
                "there is no table " + name + " in the lake" + Nearest.hint(name.toString(), names)
                        + (names.isEmpty() ? "; the lake is empty, run the project first" : ""));
    }
}
