/* lakesmith
tags: [a
*/
SELECT 1
