/* lakesmith
description: One row per order, in its latest state.
materialized: merge
unique_key: order_id
latest_by: updated_at
columns:
  order_id: { checks: [not_null, unique] }
  customer_id: { checks: [not_null] }
  ordered_at: { type: timestamptz, checks: [not_null] }
  updated_at: { type: timestamptz, checks: [not_null] }
  status:
    checks:
      - accepted_values:
          values: [pending, paid, shipped, cancelled, returned]
          severity: quarantine
  currency:
    checks:
      - relationships: { to: seeds.exchange_rates, field: currency }
*/
SELECT
    order_id,
    customer_id,
    ordered_at,
    updated_at,
    status,
    currency,
    coupon,
    shipping.method AS shipping_method,
    shipping.address.city AS city,
    -- some clients send the postal code as a number, without its leading zero
    lpad(shipping.address.zip, 5, '0') AS postal_code,
    items
FROM bronze.orders_orders
