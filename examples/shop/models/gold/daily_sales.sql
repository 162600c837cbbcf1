/* lakesmith
description: Revenue per day, in UTC.
columns:
  day: { checks: [not_null, unique] }
checks:
  - name: no_revenue_lost
    sql: >
      SELECT 1 AS lost
      WHERE (SELECT sum(revenue_eur) FROM this)
         <> (SELECT sum(amount_eur) FROM gold.fct_orders WHERE is_revenue)
*/
SELECT
    d.date AS day,
    d.fiscal_year,
    d.fiscal_period,
    d.is_weekend OR d.is_holiday AS is_free,
    count(*) AS orders,
    count(DISTINCT f.customer_id) AS customers,
    CAST(sum(f.amount_eur) AS DECIMAL(18, 2)) AS revenue_eur
FROM gold.fct_orders AS f
JOIN gold.dim_date AS d ON d.date_key = f.date_key
WHERE f.is_revenue
GROUP BY d.date, d.fiscal_year, d.fiscal_period, d.is_weekend, d.is_holiday
