/* lakesmith
description: Customers of the CRM, a row for each segment they were in, with what is known of where they live.
dimension: { key: customer_id, valid_from: valid_from, valid_to: valid_to, current: is_current }
columns:
  region: { checks: [{ not_null: { severity: warn } }] }
*/
SELECT
    c.customer_id,
    i.person_key,
    c.first_name || ' ' || c.last_name AS name,
    s.segment,
    k.country_name AS country,
    c.postal_code,
    d.city,
    d.region,
    d.income_band,
    c.signed_up,
    s.valid_from,
    s.valid_to,
    s.is_current
FROM silver.customers AS c
JOIN silver.customer_segments AS s ON s.customer_id = c.customer_id
LEFT JOIN silver.identities AS i ON i.system = 'crm' AND i.id = c.customer_id
LEFT JOIN seeds.countries AS k ON k.country = c.country
LEFT JOIN bronze.lookup_demographics AS d ON d.country = c.country AND d.postal_code = c.postal_code
