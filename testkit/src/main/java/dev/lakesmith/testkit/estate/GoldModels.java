package dev.lakesmith.testkit.estate;

/**
 * Gold models, each above the one six before it: every sixth stands on silver alone, the next on that one, and so on, so
 * that the last of six ends a chain of eight.
 */
final class GoldModels {

    private static final int LEVELS = 6;

    private GoldModels() {}

    static String name(int number) {
        return "g%04d".formatted(number);
    }

    static String text(int number, int silver) {
        String joined = "silver." + SilverModels.name(silver / 2 + number * 11 % (silver - silver / 2));
        String cleaned = "silver." + SilverModels.name(number * 5 % (silver / 2));
        if (number % LEVELS == 0) {
            return base(joined, cleaned);
        }
        String below = "gold." + name(number - 1);
        return switch (number % LEVELS) {
            case 1 -> ranked(below, joined);
            case 2 -> compared(below, joined);
            case 3 -> view(below);
            case 4 -> combined(below, cleaned);
            default -> summed(below, joined);
        };
    }

    private static String base(String joined, String cleaned) {
        return """
                /* lakesmith
                description: Orders with what is known of their partners.
                tags: [gold, base]
                columns:
                  id: { type: bigint, checks: [not_null, unique] }
                  revenue: { type: 'decimal(18,2)', checks: [{ between: { min: -1000000, max: 100000000 } }] }
                  share: { type: double }
                */
                WITH due AS (
                    SELECT * FROM %1$s WHERE due_on >= $since
                ),
                totals AS (
                    SELECT country, sum(amount) AS country_amount, count(DISTINCT id) AS country_count
                    FROM due GROUP BY country
                )
                SELECT
                    d.id, d.name, d.category, d.status, d.country, d.city, d.updated_at, d.due_on,
                    d.amount * (1 - coalesce(d.discount, 0)) AS revenue,
                    d.amount, d.quantity, d.measure_01, d.measure_02, d.measure_03,
                    t.country_amount, t.country_count,
                    CAST(d.amount AS DOUBLE) / nullif(CAST(t.country_amount AS DOUBLE), 0) AS share,
                    p.name AS partner, p.city AS partner_city
                FROM due AS d
                JOIN totals AS t USING (country)
                LEFT JOIN (SELECT id, any_value(name) AS name, any_value(city) AS city FROM %2$s GROUP BY id) AS p
                    ON p.id = d.id
                """.formatted(joined, cleaned);
    }

    private static String ranked(String below, String joined) {
        return """
                /* lakesmith
                description: The same, ranked inside countries and categories.
                tags: [gold, ranked]
                columns:
                  id: { type: bigint, checks: [not_null] }
                  place_in_country: { type: integer, checks: [{ between: { min: 1, max: 100000, severity: quarantine } }] }
                */
                SELECT
                    b.*,
                    row_number() OVER (PARTITION BY b.country ORDER BY b.revenue DESC, b.id) AS place_in_country,
                    ntile(4) OVER (ORDER BY b.revenue, b.id) AS quartile,
                    sum(b.revenue) OVER (PARTITION BY b.category ORDER BY b.due_on, b.id) AS running,
                    j.recency, j.previous_status
                FROM %1$s AS b
                LEFT JOIN %2$s AS j ON j.id = b.id
                """.formatted(below, joined);
    }

    private static String compared(String below, String joined) {
        return """
                /* lakesmith
                description: Each beside the average of its country.
                tags: [gold, compared]
                columns:
                  id: { type: bigint, checks: [not_null, unique] }
                  grade: { checks: [{ accepted_values: [high, usual, low] }] }
                */
                WITH averages AS (
                    SELECT country, avg(measure_04) AS usual, stddev_samp(measure_04) AS spread,
                           quantile_cont(measure_05, 0.5) AS middle
                    FROM %2$s GROUP BY country
                )
                SELECT
                    b.id, b.name, b.category, b.country, b.status, b.due_on, b.updated_at, b.revenue, b.amount,
                    b.quantity, b.quartile, b.place_in_country, b.running,
                    a.usual, a.spread, a.middle,
                    CASE WHEN b.measure_01 > a.usual + coalesce(a.spread, 0) THEN 'high'
                         WHEN b.measure_01 < a.usual - coalesce(a.spread, 0) THEN 'low' ELSE 'usual' END AS grade
                FROM %1$s AS b
                LEFT JOIN averages AS a ON a.country = b.country
                """.formatted(below, joined);
    }

    private static String view(String below) {
        return """
                /* lakesmith
                description: Only what is still open or paid.
                materialized: view
                tags: [gold, view]
                columns:
                  id: { checks: [not_null] }
                */
                SELECT *, date_trunc('month', due_on) AS due_month, strftime(updated_at, '%%Y-%%m') AS updated_month
                FROM %1$s
                WHERE status IN ('OPEN', 'PAID', 'SHIPPED')
                """.formatted(below);
    }

    private static String combined(String below, String cleaned) {
        return """
                /* lakesmith
                description: Known ones with those that only the system knows.
                materialized: merge
                unique_key: [id, origin]
                tags: [gold, combined]
                columns:
                  id: { type: bigint, checks: [not_null] }
                  revenue: { type: 'decimal(18,2)' }
                checks:
                  - unique: [id, origin]
                  - { name: no_future, sql: "SELECT * FROM this WHERE updated_at > TIMESTAMP '2100-01-01'" }
                */
                SELECT id, name, country, category, revenue, quantity, grade, due_month, updated_at, 'known' AS origin
                FROM %1$s
                UNION ALL
                SELECT id, any_value(name), any_value(country), any_value(category), sum(amount), sum(quantity),
                       'usual', date_trunc('month', min(due_on)), max(updated_at), 'system'
                FROM %2$s AS s
                WHERE NOT EXISTS (SELECT 1 FROM %1$s AS b WHERE b.id = s.id)
                GROUP BY id
                """.formatted(below, cleaned);
    }

    private static String summed(String below, String joined) {
        return """
                /* lakesmith
                description: A row for each country and month.
                tags: [gold, summed]
                columns:
                  country: { checks: [not_null] }
                  revenue: { type: 'decimal(18,2)', description: 'Of everything due in the month.' }
                  things: { type: bigint, checks: [{ between: { min: 1, max: 1000000 } }] }
                checks:
                  - unique: [country, due_month]
                */
                WITH joined AS (
                    SELECT b.*, j.other_amount, j.active_count
                    FROM %1$s AS b LEFT JOIN %2$s AS j ON j.id = b.id
                )
                SELECT
                    country, due_month,
                    count(*) AS things,
                    count(DISTINCT category) AS categories,
                    sum(revenue) AS revenue,
                    sum(other_amount) AS other_amount,
                    max(active_count) AS most_active,
                    max_by(name, revenue) AS best,
                    list_sort(list(DISTINCT grade)) AS grades,
                    sum(sum(revenue)) OVER (PARTITION BY country ORDER BY due_month) AS running_revenue
                FROM joined
                GROUP BY country, due_month
                """.formatted(below, joined);
    }
}
