-- Once: CREATE STAGE LAKESMITH URL = 's3://acme-lake/shop' STORAGE_INTEGRATION = …;
CREATE SCHEMA IF NOT EXISTS "gold";

CREATE OR REPLACE EXTERNAL TABLE "gold"."order" (
    "id" number(38,0) AS (VALUE:"id"::number(38,0)) COMMENT 'The shop''s own number.',
    "yes" boolean AS (VALUE:"yes"::boolean),
    "count" number(38,0) AS (VALUE:"count"::number(38,0)),
    "ratio" double AS (VALUE:"ratio"::double),
    "share" double AS (VALUE:"share"::double),
    "amount" number(38,9) AS (VALUE:"amount"::number(38,9)) COMMENT 'In EUR, after discounts.',
    "group" varchar AS (VALUE:"group"::varchar) COMMENT 'C:\\shops',
    "raw" binary AS (VALUE:"raw"::binary),
    "uid" varchar AS (VALUE:"uid"::varchar),
    "day" date AS (VALUE:"day"::date),
    "clock" varchar AS (VALUE:"clock"::varchar),
    "at" timestamp_ntz(6) AS (VALUE:"at"::timestamp_ntz(6)),
    "instant" timestamp_ltz(6) AS (VALUE:"instant"::timestamp_ltz(6)) COMMENT 'UTC',
    "lines" array AS (VALUE:"lines"::array),
    "rates" object AS (VALUE:"rates"::object),
    "a `b"" [c]" varchar AS (VALUE:"a `b"" [c]"::varchar)
)
LOCATION = @LAKESMITH/exports/gold/order/version-42-0a1b2c3d/
AUTO_REFRESH = FALSE
FILE_FORMAT = (TYPE = PARQUET BINARY_AS_TEXT = FALSE)
COMMENT = 'Orders; what they are worth. One row each, ''as sold''.';
