package dev.lakesmith.formats;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of logs. */
final class LogRecords extends LineRecords {

    private static final String ABSENT = "-";

    private final LogPattern pattern;
    private final List<String> fields;

    LogRecords(Format.Log format) {
        this.pattern = format.pattern();
        this.fields = pattern.fields();
    }

    @Override
    public Optional<Format> alone() {
        return Optional.of(new Format.Log(pattern, Optional.empty()));
    }

    @Override
    public Map<String, String> types(PlainText text) {
        return pattern.types();
    }

    @Override
    Optional<String> write(String line, JsonText json) throws IOException {
        Optional<Map<String, String>> values;
        try {
            values = pattern.values(line);
        } catch (LogPattern.Mistake e) {
            return Optional.of(e.why());
        }
        if (values.isEmpty()) {
            return Optional.of("does not look like " + pattern);
        }
        char before = '{';
        for (String field : fields) {
            json.put(before).key(field);
            String value = values.get().get(field);
            if (value == null || value.equals(ABSENT)) {
                json.nothing();
            } else {
                json.text(value);
            }
            before = ',';
        }
        json.put('}');
        return Optional.empty();
    }
}
