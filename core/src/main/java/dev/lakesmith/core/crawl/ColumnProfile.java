package dev.lakesmith.core.crawl;

import java.util.List;
import java.util.Optional;

/**
 * What the values of a column are like, as far as they were looked at.
 *
 * @param subject the column
 * @param rows how many rows were looked at
 * @param values how many of them have a value that is not a word for none
 * @param different how many different values
 * @param reading how its text is understood
 * @param type what to declare; empty: whatever the query gives
 * @param fits how many values fit the type
 * @param misfit one that does not
 * @param blanks words that stand for no value, in lower case; the empty text is one
 * @param person what it tells about people
 * @param remark what else a person should know; may be empty
 */
record ColumnProfile(
        Subject subject,
        long rows,
        long values,
        long different,
        Reading reading,
        Optional<String> type,
        long fits,
        Optional<String> misfit,
        List<String> blanks,
        Optional<PersonalData> person,
        String remark) {

    ColumnProfile {
        blanks = List.copyOf(blanks);
    }

    /** Whether every row has a value. */
    boolean isFull() {
        return rows > 0 && values == rows;
    }

    /** Whether every row has a value of its own. */
    boolean isUnique() {
        return isFull() && different == rows && !subject.isNested();
    }

    /** Whether a cast alone makes every value one of the type. */
    boolean isWrittenAsItsType() {
        return values > 0
                && fits == values
                && blanks.isEmpty()
                && reading.converted("v").equals("v");
    }

    ColumnProfile with(PersonalData data) {
        return new ColumnProfile(
                subject, rows, values, different, reading, type, fits, misfit, blanks, Optional.of(data), remark);
    }

    ColumnProfile withMisfit(String text) {
        return new ColumnProfile(
                subject, rows, values, different, reading, type, fits, Optional.of(text), blanks, person, remark);
    }
}
