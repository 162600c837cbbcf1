package dev.lakesmith.testkit.estate;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The first half of silver cleans one stream each; the second joins two of the first and looks along time. */
final class SilverModels {

    private SilverModels() {}

    static String name(int number) {
        return "s%04d".formatted(number);
    }

    static String text(int number, int silver, int streams) {
        return number < silver / 2 ? cleaned(number, streams) : joined(number, silver / 2);
    }

    private static String cleaned(int number, int streams) {
        String kept = number % 5 == 0
                ? "materialized: merge\nunique_key: id\nlatest_by: updated_at"
                : number % 5 == 1 ? "materialized: append" : "materialized: table";
        return """
                /* lakesmith
                description: Stream %1$d cleaned, in the way of team %1$d.
                %2$s
                tags: [silver, team_%3$d]
                columns:
                  id: { type: bigint, checks: [{ not_null: { severity: quarantine } }] }
                  parent_id: { type: bigint }
                  other_id: { type: bigint }
                  name: { description: 'As the system writes it, without spaces around it.', checks: [not_null] }
                  status: { checks: [{ accepted_values: { values: [OPEN, PAID, SHIPPED, RETURNED], severity: quarantine } }] }
                  country: { checks: [{ matches: '[A-Z]{2}' }] }
                  created_at: { type: timestamp, checks: [not_null] }
                  updated_at: { type: timestamp }
                  due_on: { type: date }
                  amount: { type: 'decimal(18,2)', checks: [{ between: { min: 0, max: 1000000, severity: warn } }] }
                  price: { type: 'decimal(18,2)' }
                  quantity: { type: integer, checks: [{ between: { min: 1, max: 1000, severity: quarantine } }] }
                %4$s*/
                -- texts are trimmed, empty ones are NULL
                SELECT
                    id, parent_id, other_id,
                    nullif(trim(name), '') AS name,
                    lower(category) AS category,
                    upper(status) AS status,
                    upper(country) AS country,
                    trim(city) AS city,
                    lower(email) AS email,
                    regexp_replace(phone, '[^0-9+]', '', 'g') AS phone,
                    created_at, updated_at, due_on,
                    amount, price,
                    TRY_CAST(discount AS DOUBLE) AS discount,
                    TRY_CAST(tax AS DOUBLE) AS tax,
                    quantity,
                    active = 'true' AS active,
                %5$s,
                    CASE WHEN note = '' THEN NULL ELSE note END AS note,
                    %3$d AS team
                FROM %6$s
                WHERE id IS NOT NULL
                """.formatted(
                        number,
                        kept,
                        number % 12,
                        number % 3 == 0 ? "checks:\n  - unique: [id]\n" : "",
                        IntStream.rangeClosed(1, Streams.MEASURES)
                                .mapToObj("    TRY_CAST(measure_%1$02d AS DOUBLE) AS measure_%1$02d"::formatted)
                                .collect(Collectors.joining(",\n")),
                        EstateGenerator.bronze(number % streams));
    }

    private static String joined(int number, int cleaned) {
        return """
                /* lakesmith
                description: What two systems know of one thing.
                tags: [silver, joined]
                columns:
                  id:
                    type: bigint
                    checks: [not_null, unique, { relationships: { to: silver.%1$s, field: id } }]
                  other_amount: { type: 'decimal(18,2)' }
                  recency: { type: bigint, checks: [{ between: { min: 1, max: 100000 } }] }
                */
                WITH newest AS (
                    SELECT *, row_number() OVER (PARTITION BY id ORDER BY updated_at DESC, created_at DESC) AS place
                    FROM silver.%1$s
                ),
                others AS (
                    SELECT other_id, sum(amount) AS other_amount, max(updated_at) AS last_seen,
                           count(*) FILTER (WHERE active) AS active_count
                    FROM silver.%2$s
                    GROUP BY other_id
                )
                SELECT
                    n.id, n.parent_id, n.name, n.category, n.status, n.country, n.city, n.email,
                    n.created_at, n.updated_at, n.due_on, n.amount, n.price, n.discount, n.tax, n.quantity, n.active,
                    n.measure_01, n.measure_02, n.measure_03, n.measure_04, n.measure_05,
                    o.other_amount, o.last_seen, coalesce(o.active_count, 0) AS active_count,
                    row_number() OVER (ORDER BY n.updated_at DESC, n.id) AS recency,
                    avg(n.measure_06) OVER (PARTITION BY n.country ORDER BY n.due_on ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS measure_06,
                    lag(n.status) OVER (PARTITION BY n.country ORDER BY n.updated_at, n.id) AS previous_status,
                    n.team
                FROM newest AS n
                LEFT JOIN others AS o ON o.other_id = n.id
                WHERE n.place = 1
                """.formatted(name((number - cleaned) % cleaned), name((number * 7 + 3) % cleaned));
    }
}
