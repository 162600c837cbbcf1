/* lakesmith
description: Which segment a customer was in, and from when to when.
materialized: snapshot
unique_key: customer_id
updated_at: updated_at
columns:
  updated_at: { type: timestamp }
checks:
  - no_overlap: { key: customer_id, from: valid_from, to: valid_to }
*/
SELECT nullif(trim(id), '') AS customer_id, lower(trim(segment)) AS segment, updated_at
FROM bronze.crm_contacts
