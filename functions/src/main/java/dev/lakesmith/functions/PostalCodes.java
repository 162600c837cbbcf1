package dev.lakesmith.functions;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Postal codes in the way their country writes them. */
final class PostalCodes {

    /** @param written the groups of the pattern and what stands between them */
    private record Rule(Pattern pattern, String written) {}

    private static final Map<String, Rule> RULES = rules();

    private PostalCodes() {}

    static @Nullable String normalized(String text, String country) {
        String code = Letters.upper(Letters.spaced(text));
        if (code.isEmpty()) {
            return null;
        }
        Rule rule = RULES.get(Letters.upper(country.strip()));
        if (rule == null) {
            return code;
        }
        Matcher matcher = rule.pattern()
                .matcher(code.replaceFirst("^[A-Z]{1,2}-(?=\\d)", "").replaceAll("[ .-]", ""));
        if (!matcher.matches()) {
            return null;
        }
        boolean whole = matcher.groupCount() == 2 && matcher.group(2) == null;
        return whole ? matcher.group(1) : matcher.replaceAll(rule.written());
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        add(rules, "AT AU BE BG CH CY DK HU LU NO NZ PH SI ZA", "(\\d{4})", "$1");
        add(rules, "DE EE ES FI FR HR IT LT MX MY RS TH TR UA", "(\\d{5})", "$1");
        add(rules, "CN IN RO SG VN", "(\\d{6})", "$1");
        add(rules, "CZ GR SE SK", "(\\d{3})(\\d{2})", "$1 $2");
        add(rules, "PL", "(\\d{2})(\\d{3})", "$1-$2");
        add(rules, "PT", "(\\d{4})(\\d{3})", "$1-$2");
        add(rules, "JP", "(\\d{3})(\\d{4})", "$1-$2");
        add(rules, "BR", "(\\d{5})(\\d{3})", "$1-$2");
        add(rules, "NL", "(\\d{4})([A-Z]{2})", "$1 $2");
        add(rules, "GB", "([A-Z]{1,2}\\d[A-Z\\d]?)(\\d[A-Z]{2})", "$1 $2");
        add(rules, "IE", "([A-Z]\\d[\\dW])([A-Z\\d]{4})", "$1 $2");
        add(rules, "CA", "([A-Z]\\d[A-Z])(\\d[A-Z]\\d)", "$1 $2");
        add(rules, "US", "(\\d{5})(\\d{4})?", "$1-$2");
        return rules;
    }

    private static void add(Map<String, Rule> rules, String countries, String pattern, String written) {
        for (String country : countries.split(" ", -1)) {
            rules.put(country, new Rule(Pattern.compile(pattern), written));
        }
    }
}
