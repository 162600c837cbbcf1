/* lakesmith
description: The days of the winter, with holidays.
columns:
  day: { type: date, checks: [not_null, unique] }
*/
WITH days AS (
    SELECT CAST(unnest(generate_series(DATE '2025-12-01', DATE '2026-02-28', INTERVAL 1 DAY)) AS DATE) AS day
)
SELECT
    days.day,
    year(days.day) AS year,
    month(days.day) AS month,
    weekofyear(days.day) AS week,
    isodow(days.day) AS weekday,
    isodow(days.day) >= 6 OR h.holiday IS NOT NULL AS is_free,
    h.holiday
FROM days
LEFT JOIN seeds.holidays AS h ON CAST(h.day AS DATE) = days.day
