package dev.lakesmith.functions;

import java.text.Normalizer;
import java.util.Locale;
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

    /** Lower case without accents; whatever is no letter or digit becomes one space; no space at the ends. */
    static String folded(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
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
