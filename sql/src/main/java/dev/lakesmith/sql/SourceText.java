package dev.lakesmith.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A query's text: turns DuckDB's UTF-8 byte positions into Java characters and finds where tokens begin and end. It
 * decides nothing about meaning; the parser does.
 */
final class SourceText {

    /** A token's span; quoted identifiers, strings and numbers are one token each, any other symbol is one character. */
    record Token(int start, int end) {}

    /** A part of the text. */
    record Span(int start, int end) {}

    private final String sql;
    private final int[] characterOfByte;
    private final List<Token> tokens;

    SourceText(String sql) {
        this.sql = sql;
        this.characterOfByte = characterOfByte(sql);
        this.tokens = tokens(sql);
    }

    String sql() {
        return sql;
    }

    List<Token> tokens() {
        return tokens;
    }

    /** The character at a byte position, or -1 for a position outside the text. */
    int character(long bytePosition) {
        return bytePosition >= 0 && bytePosition < characterOfByte.length
                ? characterOfByte[Math.toIntExact(bytePosition)]
                : -1;
    }

    /** The text up to the last token before the first semicolon. */
    String withoutEnding() {
        int end = 0;
        for (Token token : tokens) {
            if (isSymbol(token, ';')) {
                break;
            }
            end = token.end();
        }
        return sql.substring(0, end);
    }

    boolean isSymbol(Token token, char symbol) {
        return token.end() - token.start() == 1 && sql.charAt(token.start()) == symbol;
    }

    /** The dotted name at or after a position (a prefix alias may precede it), without the alias that follows. */
    Span nameSpan(int from, List<String> path) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).start() >= from && spells(i, path)) {
                return new Span(
                        tokens.get(i).start(),
                        tokens.get(i + 2 * (path.size() - 1)).end());
            }
        }
        return new Span(from, from);
    }

    /** The length of the token that begins at a position, 0 when none does. */
    int tokenLength(int start) {
        return tokens.stream()
                .filter(token -> token.start() == start)
                .mapToInt(token -> token.end() - token.start())
                .findFirst()
                .orElse(0);
    }

    /** Where an identifier stands as a token of its own. */
    List<Token> identifiers(String identifier) {
        return tokens.stream()
                .filter(token -> spells(token, identifier) || isStringOf(token, identifier))
                .toList();
    }

    private boolean isStringOf(Token token, String text) {
        return sql.substring(token.start(), token.end()).equalsIgnoreCase(Identifiers.literal(text));
    }

    private boolean spells(int first, List<String> path) {
        for (int part = 0; part < path.size(); part++) {
            int i = first + 2 * part;
            if (i >= tokens.size() || !spells(tokens.get(i), path.get(part))) {
                return false;
            }
            if (part > 0 && !isSymbol(tokens.get(i - 1), '.')) {
                return false;
            }
        }
        return first + 1 >= tokens.size() || !isSymbol(tokens.get(first + 1), ':');
    }

    private boolean spells(Token token, String identifier) {
        String text = sql.substring(token.start(), token.end());
        return text.equalsIgnoreCase(identifier) || text.equalsIgnoreCase(Identifiers.quote(identifier));
    }

    /** Widens a span until every parenthesis in it has its partner. */
    String balanced(int start, int end) {
        int first = start;
        int last = end;
        int depth = 0;
        int missingLeft = 0;
        for (Token token : tokens) {
            if (token.start() < start || token.end() > end) {
                continue;
            }
            if (isSymbol(token, '(')) {
                depth++;
            } else if (isSymbol(token, ')')) {
                if (depth == 0) {
                    missingLeft++;
                } else {
                    depth--;
                }
            }
        }
        for (int i = tokens.size() - 1; i >= 0 && missingLeft > 0; i--) {
            Token token = tokens.get(i);
            if (token.end() <= start && isSymbol(token, '(')) {
                missingLeft--;
                first = token.start();
            }
        }
        for (Token token : tokens) {
            if (depth > 0 && token.start() >= end && isSymbol(token, ')')) {
                depth--;
                last = token.end();
            }
        }
        return sql.substring(first, last);
    }

    private static int[] characterOfByte(String sql) {
        int[] positions = new int[sql.getBytes(StandardCharsets.UTF_8).length + 1];
        int at = 0;
        for (int i = 0; i < sql.length(); ) {
            int codePoint = sql.codePointAt(i);
            int bytes = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            for (int b = 0; b < bytes && at < positions.length - 1; b++) {
                positions[at++] = i;
            }
            i += Character.charCount(codePoint);
        }
        positions[positions.length - 1] = sql.length();
        return positions;
    }

    private static List<Token> tokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < sql.length()) {
            int next = skipBlank(sql, i);
            if (next > i) {
                i = next;
                continue;
            }
            int end = tokenEnd(sql, i);
            tokens.add(new Token(i, end));
            i = end;
        }
        return List.copyOf(tokens);
    }

    private static int skipBlank(String sql, int i) {
        char c = sql.charAt(i);
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            return i + 1;
        }
        if (sql.startsWith("--", i)) {
            int end = i;
            while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
                end++;
            }
            return end;
        }
        return sql.startsWith("/*", i) ? blockCommentEnd(sql, i) : i;
    }

    private static int blockCommentEnd(String sql, int start) {
        int depth = 0;
        int i = start;
        while (i < sql.length()) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return i;
    }

    private static int tokenEnd(String sql, int i) {
        char c = sql.charAt(i);
        if (c == '\'' || c == '"') {
            return quotedEnd(sql, i, c, false);
        }
        if ((c == 'e' || c == 'E') && sql.startsWith("'", i + 1)) {
            return quotedEnd(sql, i + 1, '\'', true);
        }
        if (c == '$') {
            int tag = i + 1;
            while (tag < sql.length() && isWordPart(sql.charAt(tag))) {
                tag++;
            }
            if (tag < sql.length() && sql.charAt(tag) == '$') {
                String fence = sql.substring(i, tag + 1);
                int close = sql.indexOf(fence, tag + 1);
                return close < 0 ? sql.length() : close + fence.length();
            }
            return tag;
        }
        if (isWordPart(c)) {
            int end = i + 1;
            while (end < sql.length() && (isWordPart(sql.charAt(end)) || sql.charAt(end) == '$')) {
                end++;
            }
            return end;
        }
        return i + 1;
    }

    private static int quotedEnd(String sql, int open, char quote, boolean backslashes) {
        int i = open + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (backslashes && c == '\\') {
                i += 2;
            } else if (c == quote) {
                if (!sql.startsWith(String.valueOf(quote), i + 1)) {
                    return i + 1;
                }
                i += 2;
            } else {
                i++;
            }
        }
        return sql.length();
    }

    private static boolean isWordPart(char c) {
        return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }
}
