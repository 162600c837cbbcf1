package dev.lakesmith.functions;

import java.util.ArrayList;
import java.util.List;

/**
 * A function that queries may call. NULL for any argument gives NULL.
 *
 * @param name in lower case
 * @param topic what it is about
 * @param parameters their names, one for each of the calculation's arguments
 * @param returns the kind of its value
 * @param description what it gives, and when NULL
 * @param example a call with its value
 * @param calculation what it does
 */
public record SqlFunction(
        String name,
        Topic topic,
        List<String> parameters,
        ValueKind returns,
        String description,
        Example example,
        Calculation calculation) {

    /**
     * What a function gives.
     *
     * @param call as written in a query
     * @param value as DuckDB prints it
     */
    public record Example(String call, String value) {}

    public SqlFunction {
        parameters = List.copyOf(parameters);
        if (parameters.size() != calculation.arguments().size()) {
            throw new IllegalArgumentException(name + " names " + parameters + " for " + calculation.arguments());
        }
    }

    /** How it is called and what it returns, such as {@code url_host(url VARCHAR) -> VARCHAR}. */
    public String signature() {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            typed.add(parameters.get(i) + " " + calculation.arguments().get(i).sqlType());
        }
        return name + "(" + String.join(", ", typed) + ") -> " + returns.sqlType();
    }
}
