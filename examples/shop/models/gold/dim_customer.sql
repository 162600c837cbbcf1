/* lakesmith
description: Customers with the names of their countries and what is known of where they live.
columns:
  customer_id: { checks: [not_null, unique] }
  region: { checks: [{ not_null: { severity: warn } }] }
*/
SELECT
    c.customer_id,
    c.first_name || ' ' || c.last_name AS name,
    c.email,
    c.segment,
    c.country,
    k.country_name,
    c.postal_code,
    d.city,
    d.region,
    d.income_band,
    c.signed_up
FROM silver.customers AS c
LEFT JOIN seeds.countries AS k ON k.country = c.country
LEFT JOIN bronze.lookup_demographics AS d ON d.country = c.country AND d.postal_code = c.postal_code
