package dev.lakesmith.formats;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What kinds of values stand at one place of many JSON records. Mutable while records are observed; shapes of parts of
 * the data merge into the shape of the whole.
 */
public final class JsonShape {

    /** Objects with more keys than this are maps in disguise; they stay JSON text. */
    private static final int MOST_FIELDS = 1_000;

    /** Structures of more levels stay JSON text: no engine likes types so deep. */
    private static final int DEEPEST = 32;

    /** The kinds of values. */
    public enum Kind {
        NULL,
        BOOLEAN,
        /** A whole number that a DOUBLE holds exactly, too. */
        INTEGER,
        /** A whole number of 64 bits that a DOUBLE would round. */
        LONG,
        /** A number that a DOUBLE holds, as written. */
        DOUBLE,
        /** A number that neither 64 bits nor a DOUBLE hold exactly. */
        WIDE_NUMBER,
        STRING,
        OBJECT,
        ARRAY
    }

    /** What can hold every value seen without changing one. */
    public enum Fit {
        /** Nothing but null was seen. */
        NOTHING,
        BOOLEAN,
        BIGINT,
        DOUBLE,
        STRING,
        OBJECT,
        ARRAY,
        /** Only JSON text can. */
        JSON_TEXT
    }

    private final EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final Map<String, JsonShape> fields = new LinkedHashMap<>();
    private Optional<JsonShape> element = Optional.empty();
    private long lastObject = -1;

    void saw(Kind kind) {
        kinds.add(kind);
    }

    /** The shape under a key; the object's number tells a key that comes twice in one object. */
    Optional<JsonShape> field(String name, long object) {
        JsonShape field = fields.computeIfAbsent(name, key -> new JsonShape());
        if (field.lastObject == object) {
            return Optional.empty();
        }
        field.lastObject = object;
        return Optional.of(field);
    }

    JsonShape element() {
        if (element.isEmpty()) {
            element = Optional.of(new JsonShape());
        }
        return element.get();
    }

    /** Adds what another shape has seen. */
    void merge(JsonShape other) {
        kinds.addAll(other.kinds);
        other.fields.forEach((name, shape) ->
                fields.computeIfAbsent(name, key -> new JsonShape()).merge(shape));
        other.element.ifPresent(shape -> element().merge(shape));
    }

    /** What was seen of some kinds only. */
    public JsonShape only(Set<Kind> wanted) {
        JsonShape part = new JsonShape();
        part.kinds.addAll(kinds);
        part.kinds.retainAll(wanted);
        if (wanted.contains(Kind.OBJECT)) {
            part.fields.putAll(fields);
        }
        if (wanted.contains(Kind.ARRAY)) {
            part.element = element;
        }
        return part;
    }

    /** What all the shapes together have seen. */
    public static JsonShape merged(Collection<JsonShape> shapes) {
        JsonShape all = new JsonShape();
        shapes.forEach(all::merge);
        return all;
    }

    /** The kinds of values seen. */
    public Set<Kind> kinds() {
        return Collections.unmodifiableSet(kinds);
    }

    /** The shapes under each key, in order of first sight. */
    public Map<String, JsonShape> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The shape of the elements, when arrays were seen that are not empty. */
    public Optional<JsonShape> elements() {
        return element;
    }

    /** What can hold every value seen. */
    public Fit fit() {
        EnumSet<Kind> seen = EnumSet.copyOf(kinds);
        seen.remove(Kind.NULL);
        if (seen.isEmpty()) {
            return Fit.NOTHING;
        }
        if (EnumSet.of(Kind.INTEGER, Kind.LONG).containsAll(seen)) {
            return Fit.BIGINT;
        }
        if (EnumSet.of(Kind.INTEGER, Kind.DOUBLE).containsAll(seen)) {
            return Fit.DOUBLE;
        }
        if (seen.size() > 1) {
            return Fit.JSON_TEXT;
        }
        return switch (seen.iterator().next()) {
            case BOOLEAN -> Fit.BOOLEAN;
            case STRING -> Fit.STRING;
            case OBJECT -> isRecord() && !deeperThan(DEEPEST) ? Fit.OBJECT : Fit.JSON_TEXT;
            case ARRAY ->
                element.isPresent() && !deeperThan(DEEPEST) && element.get().fit() != Fit.NOTHING
                        ? Fit.ARRAY
                        : Fit.JSON_TEXT;
            case NULL, INTEGER, LONG, DOUBLE, WIDE_NUMBER -> Fit.JSON_TEXT;
        };
    }

    private boolean deeperThan(int levels) {
        return levels == 0
                || fields.values().stream().anyMatch(field -> field.deeperThan(levels - 1))
                || element.filter(each -> each.deeperThan(levels - 1)).isPresent();
    }

    private boolean isRecord() {
        return !fields.isEmpty() && fields.size() <= MOST_FIELDS && canBeColumns(fields.keySet());
    }

    private static boolean canBeColumns(Collection<String> names) {
        Set<String> seen = new TreeSet<>();
        return names.stream()
                .allMatch(name -> !name.isEmpty() && name.indexOf('\0') < 0 && seen.add(name.toLowerCase(Locale.ROOT)));
    }
}
