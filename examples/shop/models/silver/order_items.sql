/* lakesmith
description: One row per line of an order.
materialized: table
columns:
  order_id: { checks: [not_null] }
  line: { type: integer }
  quantity: { type: integer, checks: [{ between: { min: 1, max: 1000, severity: quarantine } }] }
  unit_price: { type: 'decimal(18,2)', checks: [not_null] }
checks:
  - unique: [order_id, line]
*/
WITH numbered AS (
    SELECT order_id, generate_subscripts(items, 1) AS line, unnest(items) AS item
    FROM silver.orders
)
SELECT
    order_id,
    line,
    item.sku AS sku,
    item.name AS product,
    item.qty AS quantity,
    item.unit_price AS unit_price
FROM numbered
