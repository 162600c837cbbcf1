package dev.lakesmith.core.contract;

import java.util.Optional;

/**
 * What a table promises about one column.
 *
 * @param name the column
 * @param type its type; a value that does not cast to it is quarantined. Empty: whatever the query gives
 * @param description for people; may be empty
 * @param missing what happens to a row without a value
 * @param sensitive what its values tell about people; empty: nothing that was declared
 * @param otherTypes what becomes of values of other types in files; models quarantine
 */
public record ColumnContract(
        String name,
        Optional<String> type,
        String description,
        Missing missing,
        Optional<Sensitive> sensitive,
        OtherTypes otherTypes) {

    /** A column whose NULLs stay, and of which nothing else is declared. */
    public ColumnContract(String name, Optional<String> type, String description) {
        this(name, type, description, Missing.KEPT, Optional.empty(), OtherTypes.QUARANTINE);
    }
}
