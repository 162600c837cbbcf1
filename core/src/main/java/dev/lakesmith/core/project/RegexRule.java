package dev.lakesmith.core.project;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether a regular expression is one for RE2, the engine's library. The JDK's parser judges the syntax; what only the
 * JDK knows (look-around, back references, atomic groups, possessive quantifiers) is found by walking the text.
 */
final class RegexRule {

    /** A regular expression that RE2 takes. */
    static final TextRule RULE = text -> new RegexRule(text).complaint();

    private final String text;

    private RegexRule(String text) {
        this.text = text;
    }

    private Optional<String> complaint() {
        if (text.isEmpty()) {
            return Optional.of("is empty; write a regular expression");
        }
        try {
            // The JDK spells named groups otherwise and allows fewer names; the name changes nothing about syntax.
            Pattern.compile(text.replaceAll("\\(\\?P?<[A-Za-z_][A-Za-z0-9_]*>", "("));
        } catch (PatternSyntaxException mistake) {
            return Optional.of("is no regular expression: " + mistake.getDescription()
                    + (mistake.getIndex() < 0 ? "" : " near character " + (mistake.getIndex() + 1)));
        }
        return foreignFeature().map(feature -> "uses " + feature + ", which the engine's library RE2 does not have");
    }

    private Optional<String> foreignFeature() {
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                char escaped = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
                if (escaped == 'Q') {
                    int end = text.indexOf("\\E", i);
                    i = end < 0 ? text.length() : end;
                } else if (!inClass && ((escaped >= '1' && escaped <= '9') || escaped == 'k')) {
                    return Optional.of("a back reference");
                }
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (!inClass && c == '(') {
                Optional<String> feature = foreignGroup(i);
                if (feature.isPresent()) {
                    return feature;
                }
            } else if (!inClass
                    && c == '+'
                    && i > 0
                    && "*+?}".indexOf(text.charAt(i - 1)) >= 0
                    && isQuantifier(i - 1)) {
                return Optional.of("a possessive quantifier");
            }
        }
        return Optional.empty();
    }

    private Optional<String> foreignGroup(int at) {
        for (String start : new String[] {"(?=", "(?!", "(?<=", "(?<!"}) {
            if (text.startsWith(start, at)) {
                return Optional.of("look-around");
            }
        }
        return text.startsWith("(?>", at) ? Optional.of("an atomic group") : Optional.empty();
    }

    // An escaped \+ before a + is a literal, not a quantifier.
    private boolean isQuantifier(int at) {
        int backslashes = 0;
        while (at - 1 - backslashes >= 0 && text.charAt(at - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 0;
    }
}
