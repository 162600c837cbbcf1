package dev.lakesmith.connectors.files;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of files: a folder without wildcards, and what must match below it. {@code *} and {@code ?} stay inside one
 * name, {@code **} crosses folders and {@code **}{@code /} stands for none of them too, {@code [a-z]} and {@code [!x]}
 * are one character, {@code {a,b}} is either and may nest. Forward and backward slashes both separate names.
 */
final class Glob {

    private static final String WILDCARDS = "*?[{";

    private final String written;
    private final Path folder;
    private final String rest;
    private final Pattern pattern;

    private Glob(String written, Path folder, String rest, Pattern pattern) {
        this.written = written;
        this.folder = folder;
        this.rest = rest;
        this.pattern = pattern;
    }

    /**
     * Reads a glob.
     *
     * @param base what a relative glob starts from; its own name may hold any character
     * @param place where the glob is written, for messages
     */
    static Glob of(String written, Path base, String place) {
        String glob = written.strip().replace('\\', '/');
        int wildcard = 0;
        while (wildcard < glob.length() && WILDCARDS.indexOf(glob.charAt(wildcard)) < 0) {
            wildcard++;
        }
        int slash = glob.lastIndexOf('/', wildcard);
        String fixed = slash < 0 ? "" : slash == 0 ? "/" : glob.substring(0, slash);
        String rest = glob.substring(slash + 1);
        try {
            return new Glob(
                    written, base.resolve(fixed).normalize(), rest, Pattern.compile(regex(rest), Pattern.DOTALL));
        } catch (PatternSyntaxException | InvalidPathException e) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    place + ": '" + written
                            + "' is not a glob: brackets and braces must close; allowed are * ** ? [a-z]"
                            + " [!a-z] {a,b}",
                    e);
        }
    }

    /** As the user wrote it. */
    String written() {
        return written;
    }

    /** Where its files are, or above it. */
    Path folder() {
        return folder;
    }

    /** What stands behind the folder. */
    String rest() {
        return rest;
    }

    boolean namesOneFile() {
        return rest.chars().noneMatch(c -> WILDCARDS.indexOf(c) >= 0);
    }

    /** How many folders deep a match can be. */
    int depth() {
        boolean anyDepth = rest.contains("**") || (rest.contains("{") && rest.contains("/"));
        return anyDepth
                ? Integer.MAX_VALUE
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
    }

    boolean matches(Path file) {
        return file.startsWith(folder)
                && pattern.matcher(slashed(folder.relativize(file))).matches();
    }

    /** Whether the file's bare name matches. */
    boolean matchesName(Path file) {
        return !written.contains("/")
                && !written.contains("\\")
                && pattern.matcher(String.valueOf(file.getFileName())).matches();
    }

    static String slashed(Path path) {
        // Where names are not separated by backslashes, a backslash is part of a name.
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? path.toString() : path.toString().replace(separator, "/");
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
                        regex.append("(?:[^/]+/)*");
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
