-- The schema is a database of the Glue Data Catalog. A table that Athena knows there needs only this:
CREATE EXTERNAL SCHEMA IF NOT EXISTS "gold"
FROM DATA CATALOG DATABASE 'gold'
IAM_ROLE default
CREATE EXTERNAL DATABASE IF NOT EXISTS;

DROP TABLE IF EXISTS "gold"."order";

-- Orders; what they are worth.
-- One row each, 'as sold'.
-- id: The shop's own number.
-- amount: In EUR, after discounts.
-- group: C:\shops
-- instant: UTC
CREATE EXTERNAL TABLE "gold"."order" (
    "id" bigint,
    "yes" boolean,
    "count" integer,
    "ratio" real,
    "share" double precision,
    "amount" decimal(38,9),
    "group" varchar(65535),
    "raw" varbyte(1024000),
    "uid" varchar(65535),
    "day" date,
    "clock" varchar(65535),
    "at" timestamp,
    "instant" timestamp,
    "lines" array<struct<no:integer,price:decimal(9,2),tags:array<varchar(65535)>>>,
    "rates" map<varchar(65535),double precision>,
    "a `b"" [c]" varchar(65535)
)
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://acme-lake/shop/exports/gold/order/_symlink_format_manifest/';
