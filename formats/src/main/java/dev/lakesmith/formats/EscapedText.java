package dev.lakesmith.formats;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of workbooks, in which a character that XML cannot hold is written as {@code _x000D_}. */
final class EscapedText {

    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private EscapedText() {}

    /** The text that is meant; halves of characters stay as they are written. */
    static String plain(String written) {
        if (!written.contains("_x")) {
            return written;
        }
        Matcher escapes = ESCAPE.matcher(written);
        StringBuilder text = new StringBuilder();
        while (escapes.find()) {
            char meant = (char) Integer.parseInt(escapes.group(1), 16);
            String instead = Character.isSurrogate(meant) ? escapes.group() : String.valueOf(meant);
            escapes.appendReplacement(text, Matcher.quoteReplacement(instead));
        }
        return escapes.appendTail(text).toString();
    }
}
