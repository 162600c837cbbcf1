/* lakesmith
materialized: merge
latest_by: updated_at
*/
SELECT 1
