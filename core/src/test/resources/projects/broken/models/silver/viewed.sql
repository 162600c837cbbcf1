/* lakesmith
materialized: view
unique_key: []
latest_by: updated_at
changes_of: bronze.crm_contacts
columns: { a: { checks: [ { unique: { severity: quarantine } } ] } }
*/
SELECT 1
