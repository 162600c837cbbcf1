/* lakesmith
description: One row per person, made of the best of each system.
survive:
  key: person_key
  source: system
  latest: updated_at
  columns:
    first_name: { prefer: [crm, shop] }
    last_name: { prefer: [crm, shop] }
    email: { prefer: [crm, shop] }
*/
SELECT person_key, system, first_name, last_name, email, phone, updated_at
FROM silver.identities
