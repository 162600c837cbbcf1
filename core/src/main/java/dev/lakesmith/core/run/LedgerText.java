package dev.lakesmith.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.ledger.Ledger;
import java.util.LinkedHashMap;
import java.util.Map;

/** A ledger as JSON, as tables and the history keep it. */
final class LedgerText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LedgerText() {}

    static String json(Ledger ledger) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("read", ledger.read());
        fields.put("written", ledger.written());
        fields.put("quarantined", ledger.quarantined());
        fields.put("dropped", ledger.dropped());
        if (!ledger.filled().isEmpty()) {
            fields.put("filled", ledger.filled());
        }
        if (ledger.removed() > 0) {
            fields.put("removed", ledger.removed());
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }
}
