-- In a catalog of the Hive connector; timestamps need hive.timestamp-precision=MICROSECONDS there.
CREATE SCHEMA IF NOT EXISTS "gold";

DROP TABLE IF EXISTS "gold"."order";

CREATE TABLE "gold"."order" (
    "id" bigint COMMENT 'The shop''s own number.',
    "yes" boolean,
    "count" integer,
    "ratio" real,
    "share" double,
    "amount" decimal(38,9) COMMENT 'In EUR, after discounts.',
    "group" varchar COMMENT 'C:\shops',
    "raw" varbinary,
    "uid" varchar,
    "day" date,
    "clock" varchar,
    "at" timestamp(6),
    "instant" timestamp(6) COMMENT 'UTC',
    "lines" array(row("no" integer, "price" decimal(9,2), "tags" array(varchar))),
    "rates" map(varchar, double),
    "a `b"" [c]" varchar
)
COMMENT 'Orders; what they are worth. One row each, ''as sold''.'
WITH (format = 'PARQUET', external_location = 's3://acme-lake/shop/exports/gold/order/version-42-0a1b2c3d');
