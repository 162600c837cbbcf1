/* lakesmith
description: The days, with holidays and a fiscal year that begins in July.
generate:
  dates: { from: 2025-12-01, to: 2026-12-31, fiscal_year_starts: 7, holidays: seeds.holidays }
*/
