CREATE DATABASE IF NOT EXISTS `gold`;

DROP TABLE IF EXISTS `gold`.`order`;

CREATE EXTERNAL TABLE `gold`.`order` (
    `id` bigint COMMENT 'The shop\'s own number.',
    `yes` boolean,
    `count` int,
    `ratio` float,
    `share` double,
    `amount` decimal(38,9) COMMENT 'In EUR, after discounts.',
    `group` string COMMENT 'C:\\shops',
    `raw` binary,
    `uid` string,
    `day` date,
    `clock` string,
    `at` timestamp,
    `instant` timestamp COMMENT 'UTC',
    `lines` array<struct<no:int,price:decimal(9,2),tags:array<string>>>,
    `rates` map<string,double>,
    `a ``b" [c]` string
)
COMMENT 'Orders; what they are worth. One row each, \'as sold\'.'
ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
STORED AS
  INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
  OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://acme-lake/shop/exports/gold/order/_symlink_format_manifest/';
