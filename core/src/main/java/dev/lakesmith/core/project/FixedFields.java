package dev.lakesmith.core.project;

import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of the format {@code fixed}. */
final class FixedFields {

    private static final Pattern WIDTH = Pattern.compile("[1-9]\\d{0,5}");
    private static final Pattern PLACES = Pattern.compile("([1-9]\\d{0,5})-([1-9]\\d{0,5})");

    private FixedFields() {}

    static Optional<String> complaint(String text) {
        Matcher places = PLACES.matcher(text);
        boolean sound = places.matches()
                ? Integer.parseInt(places.group(1)) <= Integer.parseInt(places.group(2))
                : WIDTH.matcher(text).matches();
        return sound
                ? Optional.empty()
                : Optional.of("is no place; write a width such as 8, or the first and the last character such as 1-8");
    }

    static Format format(Values values, Optional<String> encoding, Diagnostics diagnostics) {
        List<Format.FixedField> fields = new ArrayList<>();
        values.find("fields", Values.class).ifPresent(written -> {
            int next = 0;
            for (String name : written.keys()) {
                Optional<String> text = written.find(name, String.class);
                if (text.isPresent()) {
                    Format.FixedField field = field(name, text.get(), next);
                    next = field.to();
                    overlap(fields, field, written, diagnostics);
                    fields.add(field);
                }
            }
            if (written.keys().isEmpty()) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        values.place("fields"),
                        "'fields' is empty; name at least one field with its width or its place, such as id: 1-8");
            }
        });
        return new Format.Fixed(
                fields,
                Math.toIntExact(values.get("skip_lines", Long.class)),
                values.get("trim", Boolean.class) ? Format.Padding.TRIMMED : Format.Padding.KEPT,
                "fill".equals(values.get("short_lines", String.class))
                        ? Format.ShortLines.FILLED
                        : Format.ShortLines.QUARANTINED,
                encoding);
    }

    private static Format.FixedField field(String name, String text, int next) {
        Matcher places = PLACES.matcher(text);
        return places.matches()
                ? new Format.FixedField(name, Integer.parseInt(places.group(1)) - 1, Integer.parseInt(places.group(2)))
                : new Format.FixedField(name, next, next + Integer.parseInt(text));
    }

    private static void overlap(
            List<Format.FixedField> fields, Format.FixedField field, Values written, Diagnostics diagnostics) {
        fields.stream()
                .filter(other -> other.from() < field.to() && field.from() < other.to())
                .findFirst()
                .ifPresent(other -> diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        written.place(field.name()),
                        "the field '" + field.name() + "' takes characters " + (field.from() + 1) + "-" + field.to()
                                + ", and '" + other.name() + "' characters " + (other.from() + 1) + "-" + other.to()
                                + "; they may not overlap"));
    }
}
