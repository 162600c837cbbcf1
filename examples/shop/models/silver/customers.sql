/* lakesmith
description: One clean row per customer, in the state the CRM exported last.
materialized: merge
unique_key: customer_id
latest_by: updated_at
columns:
  customer_id:
    description: Text, because the leading zeros belong to it.
    checks:
      - not_null: { severity: quarantine }
      - unique
      - matches: { pattern: '\d{6}', severity: fail }
  email:
    checks:
      - matches: { pattern: '[^@\s]+@[^@\s]+\.[^@\s]+', severity: quarantine }
  country:
    checks:
      - relationships: { to: seeds.countries, field: country }
  signed_up: { type: date, checks: [not_null] }
  segment:
    checks:
      - accepted_values: { values: [consumer, business, student], severity: warn }
  updated_at: { type: timestamp, checks: [not_null] }
*/
-- signup and updated_at go through as text: a text that is no date is quarantined with its reason, never nulled
SELECT
    nullif(trim(id), '') AS customer_id,
    trim(first_name) AS first_name,
    trim(last_name) AS last_name,
    nullif(lower(trim(email)), '') AS email,
    regexp_replace(phone, '\s+', ' ', 'g') AS phone,
    upper(trim(country)) AS country,
    trim(postal_code) AS postal_code,
    signup AS signed_up,
    lower(trim(segment)) AS segment,
    updated_at
FROM bronze.crm_contacts
