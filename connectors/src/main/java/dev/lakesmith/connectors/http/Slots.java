package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.SlotKind;
import dev.lakesmith.core.project.TextRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The slots that requests may have. */
final class Slots {

    static final String BOOKMARK = "bookmark";
    static final String FROM = "from";
    static final String TO = "to";
    static final String LAST = "last";
    static final String PARENT = "parent";
    static final String PAGE = "page";
    static final String OFFSET = "offset";
    static final String CURSOR = "cursor";
    static final String JOB = "job";

    private static final TextRule TIME = text -> text.isEmpty() ? Optional.empty() : TimeFormat.complaint(text);

    /** Of the request that starts a job. */
    static final List<SlotKind> OF_START = List.of(
            new SlotKind(BOOKMARK, TIME),
            new SlotKind(FROM, TIME),
            new SlotKind(TO, TIME),
            new SlotKind(LAST, TIME),
            new SlotKind(PARENT, Slots::parentComplaint));

    /** Of what is asked about a job. */
    static final List<SlotKind> OF_JOB = with(OF_START, new SlotKind(JOB, Slots::jobComplaint));

    /** Of a stream's request. */
    static final List<SlotKind> OF_REQUEST =
            with(OF_JOB, SlotKind.plain(PAGE), SlotKind.plain(OFFSET), SlotKind.plain(CURSOR));

    private Slots() {}

    private static List<SlotKind> with(List<SlotKind> some, SlotKind... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static Optional<String> parentComplaint(String text) {
        return fieldComplaint(text, "names no field; write ${parent:id} for the field id of the parent's record");
    }

    private static Optional<String> jobComplaint(String text) {
        return fieldComplaint(text, "names no field; write ${job:id} for the field id of the answer that started it");
    }

    private static Optional<String> fieldComplaint(String text, String none) {
        return JsonPath.RULE.complaint(text).map(complaint -> text.isEmpty() ? none : complaint);
    }
}
