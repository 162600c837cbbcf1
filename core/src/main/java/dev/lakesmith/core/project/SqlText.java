package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells header, comments and code of a model's file apart, as far as finding header and query needs it. */
final class SqlText {

    private static final Pattern HEADER =
            Pattern.compile("/\\*\\s*lakesmith(?=[\\s{]|\\*/|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*)?\\$");

    private final String file;
    private final String text;
    private final List<Integer> headers = new ArrayList<>();
    private int headerEnd = -1;
    private int firstCode = -1;
    private int codeEnd = -1;
    private int openComment = -1;

    SqlText(String file, String text) {
        this.file = file;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        scan();
    }

    /** Where a header stands that is not the first comment of its kind before the query: it would be ignored. */
    Optional<Place> strayHeader() {
        int stray = headerStart().isPresent() ? 1 : 0;
        return headers.size() > stray ? Optional.of(place(headers.get(stray))) : Optional.empty();
    }

    /** Where a comment begins that has no end; the header first of all. */
    Optional<Place> openComment() {
        return openComment < 0 ? Optional.empty() : Optional.of(place(openComment));
    }

    /** Where the header begins. */
    Optional<Place> headerPlace() {
        return headerStart().map(this::place);
    }

    /** The header's YAML, with line and column as in the file; empty: there is none, or it has no end. */
    Optional<YamlText> header() {
        if (headerStart().isEmpty() || headerEnd < 0) {
            return Optional.empty();
        }
        Matcher start = HEADER.matcher(text).region(headerStart().get(), text.length());
        int yamlStart = start.lookingAt() ? start.end() : headerEnd;
        String before = text.substring(0, yamlStart).replaceAll("[^\\n]", " ");
        return Optional.of(new YamlText(
                file,
                before + text.substring(yamlStart, headerEnd),
                "; a header ends at its first */, inside quotes too"));
    }

    /** The query without comments around it and without semicolons behind it; empty: there is none. */
    Optional<String> query() {
        return codeEnd < 0 ? Optional.empty() : Optional.of(text.substring(firstCode, codeEnd));
    }

    /** Where the query's first character stands. */
    Place queryPlace() {
        return place(Math.max(firstCode, 0));
    }

    private Optional<Integer> headerStart() {
        boolean leads = !headers.isEmpty() && (firstCode < 0 || headers.get(0) < firstCode);
        return leads ? Optional.of(headers.get(0)) : Optional.empty();
    }

    private void scan() {
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                at = endOr(text.indexOf('\n', at), 1);
            } else if (text.startsWith("/*", at)) {
                at = comment(at);
            } else {
                at = code(at);
            }
        }
    }

    private int comment(int start) {
        Matcher header = HEADER.matcher(text).region(start, text.length());
        int end;
        if (header.lookingAt()) {
            end = text.indexOf("*/", header.end());
            if (headers.isEmpty() && firstCode < 0) {
                headerEnd = end;
            }
            headers.add(start);
        } else {
            end = nestedCommentEnd(start);
        }
        if (end < 0) {
            openComment = start;
        }
        return endOr(end, 2);
    }

    // DuckDB's comments nest, as PostgreSQL's do.
    private int nestedCommentEnd(int start) {
        int depth = 0;
        for (int at = start; at < text.length() - 1; at++) {
            if (text.startsWith("/*", at)) {
                depth++;
                at++;
            } else if (text.startsWith("*/", at)) {
                depth--;
                if (depth == 0) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }

    private int code(int start) {
        if (firstCode < 0 && text.charAt(start) != ';') {
            firstCode = start;
        }
        int end = tokenEnd(start);
        if (text.charAt(start) != ';') {
            codeEnd = end;
        }
        return end;
    }

    private int tokenEnd(int start) {
        char c = text.charAt(start);
        if (c == '\'' || c == '"') {
            boolean backslashes = c == '\'' && start > 0 && "eE".indexOf(text.charAt(start - 1)) >= 0;
            return quotedEnd(start, c, backslashes);
        }
        Matcher dollar = DOLLAR_QUOTE.matcher(text).region(start, text.length());
        if (c == '$' && dollar.lookingAt()) {
            return endOr(
                    text.indexOf(dollar.group(), dollar.end()), dollar.group().length());
        }
        return start + 1;
    }

    private int quotedEnd(int start, char quote, boolean backslashes) {
        for (int at = start + 1; at < text.length(); at++) {
            if (backslashes && text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == quote) {
                // A doubled quote begins a second quoted part right away, which is as good.
                return at + 1;
            }
        }
        return text.length();
    }

    private int endOr(int found, int length) {
        return found < 0 ? text.length() : found + length;
    }

    private Place place(int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int line =
                (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        return new Place(file, line, text.codePointCount(lineStart, offset) + 1);
    }
}
