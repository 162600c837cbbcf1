SELECT name, known_to, segment, country, orders, revenue_eur, days_since_order, sessions, tickets
FROM gold.customer_360
ORDER BY revenue_eur DESC, customer_id
LIMIT 10
