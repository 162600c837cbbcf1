/* lakesmith
description: Everything known of a customer in one row, as of the parameter as_of.
columns:
  customer_id: { checks: [not_null, unique, { relationships: { to: gold.dim_customer, field: customer_id } }] }
  revenue_eur: { type: 'decimal(18,2)', checks: [not_null] }
*/
WITH bought AS (
    SELECT
        customer_id,
        count(*) AS orders,
        sum(amount_eur) AS revenue_eur,
        max(day) AS last_order
    FROM gold.fct_orders
    WHERE is_revenue
    GROUP BY customer_id
), visited AS (
    SELECT customer_id, count(*) AS sessions, CAST(sum(pages) AS BIGINT) AS pages
    FROM silver.sessions
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
)
SELECT
    c.customer_id,
    c.name,
    c.segment,
    c.country_name AS country,
    c.region,
    c.income_band,
    coalesce(b.orders, 0) AS orders,
    coalesce(b.revenue_eur, 0) AS revenue_eur,
    b.last_order,
    CAST($as_of - b.last_order AS INTEGER) AS days_since_order,
    coalesce(v.sessions, 0) AS sessions,
    coalesce(v.pages, 0) AS pages,
    CAST($as_of - c.signed_up AS INTEGER) AS days_a_customer
FROM gold.dim_customer AS c
LEFT JOIN bought AS b ON b.customer_id = c.customer_id
LEFT JOIN visited AS v ON v.customer_id = c.customer_id
