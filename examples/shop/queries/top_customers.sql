SELECT name, segment, country, income_band, orders, revenue_eur, days_since_order, sessions
FROM gold.customer_360
ORDER BY revenue_eur DESC, customer_id
LIMIT 10
