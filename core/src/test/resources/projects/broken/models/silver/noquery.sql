/* lakesmith
materialized: view
*/
-- nothing else
;
