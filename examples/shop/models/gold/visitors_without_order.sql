/* lakesmith
description: Customers who came to the shop and bought nothing.
materialized: view
*/
SELECT person_key, name, segment, country, sessions, pages
FROM gold.customer_360
WHERE sessions > 0 AND orders = 0
