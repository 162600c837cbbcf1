package dev.lakesmith.server.iceberg;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a sorted list. The token of the next one says after which name it goes on, so what is made or dropped
 * between two pages moves nothing that stays from one page to another.
 *
 * @param next empty: nothing follows
 */
record Page<T>(List<T> entries, Optional<String> next) {

    private static final int LARGEST = 1000;

    /**
     * The page that a request asks for.
     *
     * @param sorted by the name
     * @param size empty: everything, unless there is a token
     */
    static <T> Page<T> of(List<T> sorted, Function<T, String> name, Optional<String> token, Optional<String> size) {
        if (token.isEmpty() && size.isEmpty()) {
            return new Page<>(sorted, Optional.empty());
        }
        int most = size.map(Page::size).orElse(LARGEST);
        String after = token.filter(text -> !text.isEmpty()).map(Page::decode).orElse("");
        List<T> rest = sorted.stream()
                .filter(each -> name.apply(each).compareTo(after) > 0)
                .toList();
        if (rest.size() <= most) {
            return new Page<>(rest, Optional.empty());
        }
        List<T> entries = rest.subList(0, most);
        return new Page<>(entries, Optional.of(encode(name.apply(entries.get(most - 1)))));
    }

    /** As responses want it. */
    @Nullable
    String nextOrNull() {
        return next.orElse(null);
    }

    private static int size(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size >= 1) {
                return Math.min(size, LARGEST);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refusal.badRequest("pageSize must be a whole number from 1, got '" + text + "'");
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("pageToken is none that this server gave");
        }
    }
}
