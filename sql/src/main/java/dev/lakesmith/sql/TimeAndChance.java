package dev.lakesmith.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What in a query gives another answer each time it is asked, although no table has changed. */
public final class TimeAndChance {

    private static final Set<String> WORDS =
            Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");
    private static final Set<String> CALLS = Set.of(
            "now",
            "today",
            "current_date",
            "current_time",
            "current_timestamp",
            "current_localtime",
            "current_localtimestamp",
            "get_current_time",
            "get_current_timestamp",
            "transaction_timestamp",
            "random",
            "uuid",
            "uuidv4",
            "uuidv7",
            "gen_random_uuid");

    private TimeAndChance() {}

    /** Such words as people write them, {@code current_date} or {@code now()}, each once. */
    public static SortedSet<String> in(Query query) {
        SourceText source = new SourceText(query.sql());
        List<SourceText.Token> tokens = source.tokens();
        SortedSet<String> found = new TreeSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            SourceText.Token token = tokens.get(i);
            String word = source.sql().substring(token.start(), token.end()).toLowerCase(Locale.ROOT);
            boolean qualified = i > 0 && source.isSymbol(tokens.get(i - 1), '.');
            boolean called = i + 1 < tokens.size() && source.isSymbol(tokens.get(i + 1), '(');
            if (called && CALLS.contains(word)) {
                found.add(word + "()");
            } else if (!called && !qualified && WORDS.contains(word) && !isAlias(source, i)) {
                found.add(word);
            }
        }
        return found;
    }

    private static boolean isAlias(SourceText source, int token) {
        if (token == 0) {
            return false;
        }
        SourceText.Token before = source.tokens().get(token - 1);
        return source.sql().substring(before.start(), before.end()).equalsIgnoreCase("as");
    }
}
