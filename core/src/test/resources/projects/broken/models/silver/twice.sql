/* lakesmith
tags: a
*/
/* lakesmith
tags: b
*/
SELECT 1
