/* lakesmith
materialized: table
columns:
  day: { checks: [not_null, unique] }
*/
SELECT
    CAST(sold_at AS DATE) AS day,
    count(*) AS sales,
    CAST(sum(quantity * price) AS DECIMAL(18, 2)) AS revenue
FROM silver.sales
GROUP BY ALL
