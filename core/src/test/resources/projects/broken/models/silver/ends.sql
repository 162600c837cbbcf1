/* lakesmith
columns: { a: { checks: [ { matches: '.*/' } ] } }
*/
SELECT 1
