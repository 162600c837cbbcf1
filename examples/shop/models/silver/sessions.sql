/* lakesmith
description: Visits of people, cut where nothing happened for 30 minutes.
materialized: table
columns:
  started_at: { checks: [not_null] }
checks:
  - unique: [address, agent, session]
*/
WITH gaps AS (
    SELECT
        *,
        coalesce(
            visited_at - lag(visited_at) OVER visitor > INTERVAL 30 MINUTE,
            TRUE
        ) AS begins
    FROM silver.visits
    WHERE NOT is_bot
    WINDOW visitor AS (PARTITION BY address, agent ORDER BY visited_at)
), numbered AS (
    SELECT
        *,
        CAST(sum(CAST(begins AS INTEGER)) OVER (
            PARTITION BY address, agent ORDER BY visited_at
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS INTEGER) AS session
    FROM gaps
)
SELECT
    address,
    agent,
    session,
    max(customer_id) AS customer_id,
    min(visited_at) AS started_at,
    max(visited_at) AS ended_at,
    count(*) AS pages,
    bool_or(path = '/checkout') AS reached_checkout
FROM numbered
GROUP BY address, agent, session
