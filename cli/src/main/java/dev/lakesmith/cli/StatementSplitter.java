package dev.lakesmith.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts typed text at semicolons that end a statement: not those in quotes, comments or dollar quotes.
 *
 * @param complete statements without their semicolon; empty ones are left out
 * @param rest what follows the last semicolon, stripped
 */
record StatementSplitter(List<String> complete, String rest) {

    StatementSplitter {
        complete = List.copyOf(complete);
    }

    static StatementSplitter split(String text) {
        List<String> complete = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ';') {
                String statement = text.substring(start, at).strip();
                if (!statement.isEmpty()) {
                    complete.add(statement);
                }
                start = at + 1;
            }
            at = afterToken(text, at);
        }
        return new StatementSplitter(complete, text.substring(start).strip());
    }

    private static int afterToken(String text, int at) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            return after(text, String.valueOf(c), at + 1);
        }
        if (text.startsWith("--", at)) {
            return after(text, "\n", at + 2);
        }
        if (text.startsWith("/*", at)) {
            return after(text, "*/", at + 2);
        }
        if (c == '$' && (at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1)))) {
            int end = at + 1;
            while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            if (end < text.length() && text.charAt(end) == '$') {
                return after(text, text.substring(at, end + 1), end + 1);
            }
        }
        return at + 1;
    }

    private static int after(String text, String closing, int from) {
        int found = text.indexOf(closing, from);
        return found < 0 ? text.length() : found + closing.length();
    }
}
