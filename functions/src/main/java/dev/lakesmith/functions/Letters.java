package dev.lakesmith.functions;

import java.text.Normalizer;
import java.util.Map;

/** Brings texts that people type differently to one form. */
final class Letters {

    /** Letters that Unicode does not take apart into a letter and a mark. */
    private static final Map<Character, String> PLAIN = Map.ofEntries(
            Map.entry('ß', "ss"),
            Map.entry('æ', "ae"),
            Map.entry('œ', "oe"),
            Map.entry('ø', "o"),
            Map.entry('ł', "l"),
            Map.entry('đ', "d"),
            Map.entry('ð', "d"),
            Map.entry('þ', "th"),
            Map.entry('ħ', "h"),
            Map.entry('ı', "i"));

    private Letters() {}

    /** Letter by letter: the JDK's own takes time by the square of the length when a letter becomes several. */
    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(c -> lower.appendCodePoint(Character.toLowerCase(c)));
        return lower.toString();
    }

    /** As {@link #lower}: a letter that has no single capital stays. */
    static String upper(String text) {
        StringBuilder upper = new StringBuilder(text.length());
        text.codePoints().forEach(c -> upper.appendCodePoint(Character.toUpperCase(c)));
        return upper.toString();
    }

    /** Lower case without accents; whatever is no letter or digit becomes one space; no space at the ends. */
    static String folded(String text) {
        String apart = lower(Normalizer.normalize(text, Normalizer.Form.NFKD));
        StringBuilder folded = new StringBuilder(apart.length());
        for (int i = 0; i < apart.length(); i += Character.charCount(apart.codePointAt(i))) {
            int c = apart.codePointAt(i);
            if (c >= 0x300 && c <= 0x36F) {
                continue;
            }
            String plain = c <= Character.MAX_VALUE ? PLAIN.get((char) c) : null;
            if (plain != null) {
                folded.append(plain);
            } else if (Character.isLetterOrDigit(c) || isMark(c)) {
                folded.appendCodePoint(c);
            } else if (c != '\'' && c != '’' && folded.length() > 0 && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        }
        return Normalizer.normalize(folded.toString().stripTrailing(), Normalizer.Form.NFC);
    }

    /** One space between words, none at the ends; characters that do not show are left out. */
    static String spaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        for (int i = 0; i < composed.length(); i += Character.charCount(composed.codePointAt(i))) {
            int c = composed.codePointAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (spaced.length() > 0 && spaced.charAt(spaced.length() - 1) != ' ') {
                    spaced.append(' ');
                }
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                spaced.appendCodePoint(c);
            }
        }
        return spaced.toString().stripTrailing();
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
