package dev.lakesmith.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A text, number or truth value of a JSON document.
 *
 * @param text a text without its quotes, anything else as it was written
 * @param isText whether it was in quotes
 */
record Scalar(String text, boolean isText) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Scalar text(String text) {
        return new Scalar(text, true);
    }

    static Scalar number(long number) {
        return new Scalar(Long.toString(number), false);
    }

    /** As JSON writes it. */
    String json() {
        try {
            return isText ? JSON.writeValueAsString(text) : text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text can be written as JSON", e);
        }
    }

    /** Whether it stands for yes: anything but {@code false}, 0 and nothing. */
    boolean isYes() {
        return !text.isEmpty() && !text.equals("false") && !text.equals("0");
    }
}
