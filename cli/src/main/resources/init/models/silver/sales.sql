/* lakesmith
materialized: merge
unique_key: sale_id
latest_by: sold_at
columns:
  sale_id:  { type: bigint, checks: [not_null, unique] }
  sold_at:  { type: timestamp, checks: [not_null] }
  quantity: { type: integer }
  price:    { type: "decimal(10,2)" }
*/
-- A value that does not fit its type sends the row to quarantine: see lakesmith quarantine silver.sales
SELECT sale_id, sold_at, trim(product) AS product, quantity, price
FROM bronze.till_sales
