SELECT 1
/* lakesmith
materialized: view
*/
