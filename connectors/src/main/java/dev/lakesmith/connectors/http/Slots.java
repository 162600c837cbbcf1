package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.SlotKind;
import dev.lakesmith.core.project.TextRule;
import java.util.List;
import java.util.Optional;

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

    private static final TextRule TIME = text -> text.isEmpty() ? Optional.empty() : TimeFormat.complaint(text);

    /** Of a stream's request. */
    static final List<SlotKind> OF_REQUEST = List.of(
            new SlotKind(BOOKMARK, TIME),
            new SlotKind(FROM, TIME),
            new SlotKind(TO, TIME),
            new SlotKind(LAST, TIME),
            new SlotKind(PARENT, Slots::parentComplaint),
            SlotKind.plain(PAGE),
            SlotKind.plain(OFFSET),
            SlotKind.plain(CURSOR));

    private Slots() {}

    private static Optional<String> parentComplaint(String text) {
        return JsonPath.RULE
                .complaint(text)
                .map(complaint -> text.isEmpty()
                        ? "names no field; write ${parent:id} for the field id of the parent's record"
                        : complaint);
    }
}
