package dev.lakesmith.core.contract;

import java.util.Optional;

/**
 * What a table promises about one column.
 *
 * @param name the column
 * @param type its type; a value that does not cast to it is quarantined. Empty: whatever the query gives
 * @param description for people; may be empty
 * @param missing what happens to a row without a value
 */
public record ColumnContract(String name, Optional<String> type, String description, Missing missing) {

    /** A column whose NULLs stay. */
    public ColumnContract(String name, Optional<String> type, String description) {
        this(name, type, description, Missing.KEPT);
    }
}
