package dev.lakesmith.connectors.files.glob;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths as it is written: folders without wildcards, and what must match below them. {@code *} and {@code
 * ?} stay inside one name, {@code **} crosses folders and {@code **}{@code /} stands for none of them too, {@code
 * [a-z]} and {@code [!x]} are one character, {@code {a,b}} is either and may nest. Forward and backward slashes both
 * separate names.
 *
 * @param written as the user wrote it
 * @param fixed the folders before the first wildcard; empty when there are none
 * @param rest what stands behind them
 * @param pattern of the rest
 */
public record GlobText(String written, String fixed, String rest, Pattern pattern) {

    private static final String WILDCARDS = "*?[{";

    /**
     * Takes a glob apart.
     *
     * @param place where the glob is written, for messages
     */
    public static GlobText of(String written, String place) {
        String glob = written.strip().replace('\\', '/');
        int wildcard = 0;
        while (wildcard < glob.length() && WILDCARDS.indexOf(glob.charAt(wildcard)) < 0) {
            wildcard++;
        }
        int slash = glob.lastIndexOf('/', wildcard);
        String fixed = slash < 0 ? "" : slash == 0 ? "/" : glob.substring(0, slash);
        String rest = glob.substring(slash + 1);
        try {
            return new GlobText(written, fixed, rest, Pattern.compile(regex(rest), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw noGlob(written, place, e);
        }
    }

    static LakesmithException noGlob(String written, String place, IllegalArgumentException e) {
        return new LakesmithException(
                ErrorCode.VALUE_INVALID,
                place + ": '" + written
                        + "' is not a glob: brackets and braces must close; allowed are * ** ? [a-z]"
                        + " [!a-z] {a,b}",
                e);
    }

    /** What every match begins with, seen from the fixed folders. */
    public String literal() {
        int end = 0;
        while (end < rest.length() && WILDCARDS.indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }

    public boolean namesOneFile() {
        return rest.chars().noneMatch(c -> WILDCARDS.indexOf(c) >= 0);
    }

    /** How many folders deep a match can be. */
    int depth() {
        boolean anyDepth = rest.contains("**") || (rest.contains("{") && rest.contains("/"));
        return anyDepth
                ? Integer.MAX_VALUE
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
    }

    /** Whether a path matches, seen from the fixed folders and with slashes. */
    public boolean matches(String below) {
        return pattern.matcher(below).matches();
    }

    /** Whether files below a folder may match; the folder's path is seen from the fixed folders. */
    public boolean mayMatchBelow(String folder) {
        if (rest.contains("{") && rest.contains("/")) {
            return true;
        }
        String[] wanted = rest.split("/", -1);
        String[] names = folder.split("/", -1);
        for (int i = 0; i < Math.min(names.length, wanted.length); i++) {
            if (wanted[i].contains("**")) {
                return true;
            }
        }
        if (names.length >= wanted.length) {
            return false;
        }
        String last = names[names.length - 1];
        return Pattern.compile(regex(wanted[names.length - 1]), Pattern.DOTALL)
                .matcher(last)
                .matches();
    }

    /** Whether a bare name matches; only a glob without folders is held against names. */
    public boolean matchesName(String name) {
        return !written.contains("/")
                && !written.contains("\\")
                && pattern.matcher(name).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (!glob.startsWith("**", i)) {
                        regex.append("[^/]*");
                    } else if (glob.startsWith("**/", i)) {
                        // keys of objects may have names without a character
                        regex.append("(?:[^/]*/)*");
                        i += 2;
                    } else {
                        regex.append(".*");
                        i++;
                    }
                }
                case '?' -> regex.append("[^/]");
                case '[' -> i = characterClass(glob, i, regex);
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    if (--braces < 0) {
                        throw new PatternSyntaxException("a brace closes that was not opened", glob, i);
                    }
                    regex.append(')');
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (braces > 0) {
            throw new PatternSyntaxException("a brace is not closed", glob, glob.length());
        }
        return regex.toString();
    }

    /** Gives where the class ends; a bracket that stands first in it is meant itself. */
    private static int characterClass(String glob, int open, StringBuilder regex) {
        int i = open + 1;
        boolean negated = i < glob.length() && (glob.charAt(i) == '!' || glob.charAt(i) == '^');
        i += negated ? 1 : 0;
        int close = glob.indexOf(']', i + 1);
        if (close < 0) {
            throw new PatternSyntaxException("a bracket is not closed", glob, open);
        }
        String members = glob.substring(i, close).replaceAll("([\\[\\]&^~\\\\])", "\\\\$1");
        regex.append("(?!/)[").append(negated ? "^" : "").append(members).append(']');
        return close;
    }
}
