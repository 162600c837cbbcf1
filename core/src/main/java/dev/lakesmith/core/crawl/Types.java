package dev.lakesmith.core.crawl;

import java.util.Locale;

/** Types as the project's files write them. */
final class Types {

    private Types() {}

    /** {@code timestamptz} for {@code TIMESTAMP WITH TIME ZONE}, {@code decimal(18,2)} for {@code DECIMAL(18,2)}. */
    static String declared(String type) {
        return switch (type) {
            case "TIMESTAMP WITH TIME ZONE" -> "timestamptz";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }
}
