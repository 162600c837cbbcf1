/* lakesmith
description: Everything that CRM, web shop and support desk know of a person, as of the parameter as_of.
columns:
  person_key: { checks: [not_null, unique, { relationships: { to: silver.people, field: person_key } }] }
  revenue_eur: { type: 'decimal(18,2)', checks: [not_null] }
*/
WITH bought AS (
    SELECT c.person_key, count(*) AS orders, sum(f.amount_eur) AS revenue_eur, max(f.day) AS last_order
    FROM gold.fct_orders AS f
    JOIN gold.dim_customer AS c ON c.customer_key = f.customer_key
    WHERE f.is_revenue
    GROUP BY c.person_key
), visited AS (
    SELECT c.person_key, count(*) AS sessions, CAST(sum(s.pages) AS BIGINT) AS pages
    FROM silver.sessions AS s
    JOIN gold.dim_customer AS c ON c.customer_id = s.customer_id AND c.is_current
    GROUP BY c.person_key
), known AS (
    SELECT
        i.person_key,
        string_agg(DISTINCT i.system, ' ' ORDER BY i.system) AS known_to,
        count(t.ticket_id) AS tickets,
        avg(t.satisfaction) AS satisfaction
    FROM silver.identities AS i
    LEFT JOIN silver.tickets AS t ON i.system = 'support' AND t.ticket_id = i.id
    GROUP BY i.person_key
)
SELECT
    p.person_key,
    c.customer_id,
    p.first_name || ' ' || p.last_name AS name,
    p.email,
    k.known_to,
    c.segment,
    c.country,
    c.region,
    c.income_band,
    coalesce(b.orders, 0) AS orders,
    coalesce(b.revenue_eur, 0) AS revenue_eur,
    b.last_order,
    CAST($as_of - b.last_order AS INTEGER) AS days_since_order,
    coalesce(v.sessions, 0) AS sessions,
    coalesce(v.pages, 0) AS pages,
    k.tickets,
    k.satisfaction,
    CAST($as_of - c.signed_up AS INTEGER) AS days_a_customer
FROM silver.people AS p
JOIN known AS k ON k.person_key = p.person_key
LEFT JOIN gold.dim_customer AS c ON c.person_key = p.person_key AND c.is_current
LEFT JOIN bought AS b ON b.person_key = p.person_key
LEFT JOIN visited AS v ON v.person_key = p.person_key
