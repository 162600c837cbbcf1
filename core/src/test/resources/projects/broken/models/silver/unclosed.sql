/* lakesmith
materialized: view
SELECT 1
