/* lakesmith
materialized: snapshot
*/
SELECT 1 AS id
