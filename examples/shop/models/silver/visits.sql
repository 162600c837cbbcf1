/* lakesmith
description: One row per request that the web server logged.
materialized: append
columns:
  visited_at: { type: timestamptz, checks: [not_null: { severity: quarantine, name: is_log_entry }] }
  status: { type: integer }
  bytes: { type: bigint }
*/
WITH parts AS (
    SELECT
        line,
        regexp_extract(
            line,
            '^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) (\S+) [^"]*" (\d{3}) (\S+) "[^"]*" "([^"]*)"$',
            ['address', 'visited_at', 'method', 'target', 'status', 'bytes', 'agent']
        ) AS part
    FROM bronze.web_access
)
SELECT
    try_strptime(part.visited_at, '%d/%b/%Y:%H:%M:%S %z') AS visited_at,
    part.address AS address,
    part.agent AS agent,
    part.method AS method,
    split_part(part.target, '?', 1) AS path,
    nullif(regexp_extract(part.target, '[?&]cid=(\d+)', 1), '') AS customer_id,
    nullif(part.status, '') AS status,
    nullif(nullif(part.bytes, '-'), '') AS bytes,
    regexp_matches(lower(part.agent), 'bot|crawler|spider') AS is_bot
FROM parts
