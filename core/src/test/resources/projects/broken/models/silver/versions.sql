/* lakesmith
materialized: snapshot
unique_key: id
updated_at: seen
compare: all
latest_by: seen
hard_deletes: close
changes_of: bronze.crm_contacts
*/
SELECT 1 AS id
