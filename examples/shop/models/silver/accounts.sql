/* lakesmith
description: One row per account of the web shop that is open.
materialized: merge
unique_key: account_id
latest_by: updated_at
delete_when: closed
columns:
  newsletter: { type: boolean, missing: { fill: false } }
  updated_at: { type: timestamp, checks: [not_null] }
*/
SELECT
    account_id,
    name.first AS first_name,
    name.last AS last_name,
    normalize_email(email) AS email,
    phone,
    newsletter,
    updated_at,
    coalesce(closed, FALSE) AS closed
FROM bronze.shop_accounts
