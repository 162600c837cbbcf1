/* lakesmith
materialized: merge
unique_key: id
updated_at: seen
hard_deletes: close
*/
SELECT 1 AS id
