/* lakesmith
materialized: append
changes_of: contacts
*/
SELECT 1
