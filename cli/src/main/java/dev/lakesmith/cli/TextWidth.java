package dev.lakesmith.cli;

import java.util.Locale;
import java.util.PrimitiveIterator;
import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: two for CJK and emoji, none for combining marks. */
final class TextWidth {

    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    static int of(String text) {
        int width = 0;
        for (PrimitiveIterator.OfInt points = text.codePoints().iterator(); points.hasNext(); ) {
            width += of(points.nextInt());
        }
        return width;
    }

    /** The text, or as much of it as fits with an ellipsis at the end. */
    static String cut(String text, int width) {
        boolean ascii = text.chars().allMatch(c -> c < 0x7f);
        if ((ascii ? text.length() : of(text)) <= width) {
            return text;
        }
        if (width <= 0) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (PrimitiveIterator.OfInt points = text.codePoints().iterator(); points.hasNext(); ) {
            int point = points.nextInt();
            if (used + of(point) > width - 1) {
                break;
            }
            kept.appendCodePoint(point);
            used += of(point);
        }
        return kept.append(ELLIPSIS).toString();
    }

    static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text))) + text;
    }

    /** The text on one line and without anything a terminal would obey: control characters become escapes. */
    static String oneLine(String text) {
        if (text.codePoints().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(point)) {
                        line.append(String.format(Locale.ROOT, "\\x%02x", point));
                    } else {
                        line.appendCodePoint(point);
                    }
                }
            }
        });
        return line.toString();
    }

    private static int of(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
