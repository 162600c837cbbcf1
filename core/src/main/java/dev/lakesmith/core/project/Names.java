package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.TableName;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What names of sources, streams, tables and checks look like. */
public final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    // Names become folders, and some file systems take 255 bytes.
    private static final int LONGEST = 100;

    /** A name that can be a part of a table's name. */
    static final TextRule PART = Names::complaint;

    /** A schema and a table. */
    static final TextRule TABLE = Names::tableComplaint;

    /** Letters that are no letter of the alphabet with a mark. */
    private static final Map<String, String> LETTERS =
            Map.of("ß", "ss", "æ", "ae", "Æ", "Ae", "œ", "oe", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d");

    private static final Set<String> RESERVED_SCHEMAS = Set.of(
            "landing",
            "bronze",
            "quarantine",
            "failures",
            "seeds",
            "history",
            "exports",
            "lakesmith",
            "main",
            "temp",
            "system",
            "information_schema",
            "pg_catalog");

    private Names() {}

    /** Whether no model may have its table in this schema. */
    public static boolean isReserved(String schema) {
        return RESERVED_SCHEMAS.contains(schema);
    }

    /** The nearest text that is a name; empty when nothing of it can be kept. */
    public static Optional<String> mended(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
            plain = plain.replace(letter.getKey(), letter.getValue());
        }
        String name = plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String mended = Character.isDigit(name.charAt(0)) ? "t_" + name : name;
        return Optional.of(mended.substring(0, Math.min(LONGEST, mended.length())));
    }

    private static Optional<String> complaint(String text) {
        if (!NAME.matcher(text).matches()) {
            return Optional.of("is no valid name; names are lower-case letters, digits and _, a letter first"
                    + mended(text).map(name -> "; write '" + name + "'").orElse(""));
        }
        return text.length() > LONGEST
                ? Optional.of("is longer than " + LONGEST + " characters; choose a shorter name")
                : Optional.empty();
    }

    private static Optional<String> tableComplaint(String text) {
        int dot = text.indexOf('.');
        boolean sound = dot > 0
                && NAME.matcher(text.substring(0, dot)).matches()
                && NAME.matcher(text.substring(dot + 1)).matches();
        return sound
                ? Optional.empty()
                : Optional.of(
                        "is no table name; write schema.table, for example " + new TableName("silver", "customers"));
    }
}
