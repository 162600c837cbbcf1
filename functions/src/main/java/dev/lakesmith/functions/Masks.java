package dev.lakesmith.functions;

/** Hides most of a value. What does not have the expected form is hidden altogether. */
final class Masks {

    private static final String HIDDEN = "***";
    private static final int SHORTEST_PHONE = 7;
    private static final int SHORTEST_CARD = 12;

    private Masks() {}

    static String email(String text) {
        String address = text.strip();
        int at = address.lastIndexOf('@');
        return at <= 0 || at == address.length() - 1
                ? HIDDEN
                : new StringBuilder()
                        .appendCodePoint(address.codePointAt(0))
                        .append(HIDDEN)
                        .append(address, at, address.length())
                        .toString();
    }

    static String phone(String text) {
        return lastDigits(text, SHORTEST_PHONE, 3);
    }

    static String card(String text) {
        return lastDigits(text, SHORTEST_CARD, 4);
    }

    /** Each character before the last ones becomes an asterisk; all of them when there are no more than those. */
    static String keepLast(String text, long kept) {
        int length = text.codePointCount(0, text.length());
        if (kept <= 0 || length <= kept) {
            return "*".repeat(length);
        }
        int hidden = length - (int) kept;
        return "*".repeat(hidden) + text.substring(text.offsetByCodePoints(0, hidden));
    }

    /** Each character after the first ones becomes an asterisk; all of them when there are no more than those. */
    static String keepFirst(String text, long kept) {
        int length = text.codePointCount(0, text.length());
        if (kept <= 0 || length <= kept) {
            return "*".repeat(length);
        }
        int shown = (int) kept;
        return text.substring(0, text.offsetByCodePoints(0, shown)) + "*".repeat(length - shown);
    }

    private static String lastDigits(String text, int shortest, int kept) {
        long digits = text.chars().filter(Masks::isDigit).count();
        boolean numbersOnly = text.chars().allMatch(c -> isDigit(c) || " +-./()".indexOf(c) >= 0);
        if (digits < shortest || !numbersOnly) {
            return HIDDEN;
        }
        StringBuilder masked = new StringBuilder(text.length());
        long toHide = digits - kept;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            masked.append(isDigit(c) && toHide-- > 0 ? '*' : c);
        }
        return masked.toString();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
