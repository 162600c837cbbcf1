/* lakesmith
description: Orders with what they are worth in EUR.
fact:
  grain: order_id
  rows_of: silver.orders
  dimensions:
    # the customer as he was when he ordered; one whom the CRM does not have yet gets a row that is completed later
    customer_key: { of: gold.dim_customer, by: customer_id, as_of: ordered_at }
    date_key: { of: gold.dim_date, by: day }
columns:
  amount_eur: { type: 'decimal(18,2)', checks: [not_null, { between: { min: 0 } }] }
checks:
  - row_count: { min: 1 }
*/
WITH worth AS (
    SELECT order_id, count(*) AS lines, sum(quantity) AS pieces, sum(quantity * unit_price) AS amount
    FROM silver.order_items
    GROUP BY order_id
)
SELECT
    o.order_id,
    o.customer_id,
    CAST(o.ordered_at AS TIMESTAMP) AS ordered_at,
    CAST(o.ordered_at AS DATE) AS day,
    o.status,
    o.status IN ('paid', 'shipped') AS is_revenue,
    CAST(coalesce(w.lines, 0) AS INTEGER) AS lines,
    CAST(coalesce(w.pieces, 0) AS INTEGER) AS pieces,
    CAST(coalesce(w.amount, 0) * CAST(r.eur_rate AS DECIMAL(9, 4)) AS DECIMAL(18, 2)) AS amount_eur
FROM silver.orders AS o
LEFT JOIN worth AS w ON w.order_id = o.order_id
LEFT JOIN seeds.exchange_rates AS r ON r.currency = o.currency
