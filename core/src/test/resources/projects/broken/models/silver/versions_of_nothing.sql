/* lakesmith
materialized: snapshot
hard_deletes: invalidate
*/
SELECT 1 AS id
