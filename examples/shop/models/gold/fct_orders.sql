/* lakesmith
description: Orders with what they are worth in EUR.
columns:
  order_id: { checks: [not_null, unique] }
  customer_id:
    checks:
      - relationships: { to: gold.dim_customer, field: customer_id, severity: warn, name: known_customer }
  day: { checks: [not_null, { relationships: { to: gold.dim_date, field: day } }] }
  amount_eur: { type: 'decimal(18,2)', checks: [not_null, { between: { min: 0 } }] }
*/
WITH worth AS (
    SELECT order_id, count(*) AS lines, sum(quantity) AS pieces, sum(quantity * unit_price) AS amount
    FROM silver.order_items
    GROUP BY order_id
)
SELECT
    o.order_id,
    o.customer_id,
    CAST(o.ordered_at AS DATE) AS day,
    c.country,
    d.is_free AS ordered_on_free_day,
    o.status,
    o.status IN ('paid', 'shipped') AS is_revenue,
    CAST(coalesce(w.lines, 0) AS INTEGER) AS lines,
    CAST(coalesce(w.pieces, 0) AS INTEGER) AS pieces,
    CAST(coalesce(w.amount, 0) * CAST(r.eur_rate AS DECIMAL(9, 4)) AS DECIMAL(18, 2)) AS amount_eur
FROM silver.orders AS o
LEFT JOIN worth AS w ON w.order_id = o.order_id
LEFT JOIN gold.dim_customer AS c ON c.customer_id = o.customer_id
LEFT JOIN gold.dim_date AS d ON d.day = CAST(o.ordered_at AS DATE)
LEFT JOIN seeds.exchange_rates AS r ON r.currency = o.currency
