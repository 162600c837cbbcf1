package dev.lakesmith.core.test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of a result made comparable: bytes by content, zero without a sign. */
final class Value {

    private Value() {}

    /** What holds bytes. */
    private record Bytes(String hex) {
        @Override
        public String toString() {
            return "0x" + hex;
        }
    }

    static List<@Nullable Object> row(List<? extends @Nullable Object> values) {
        List<@Nullable Object> row = new ArrayList<>();
        values.forEach(value -> row.add(of(value)));
        return row;
    }

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new Bytes(HexFormat.of().formatHex(bytes));
        } else if (value instanceof Double number && number == 0) {
            return 0.0;
        } else if (value instanceof Float number && number == 0) {
            return 0.0f;
        } else if (value instanceof List<?> list) {
            return row(list);
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, each) -> entries.put(key, of(each)));
            return entries;
        }
        return value;
    }
}
