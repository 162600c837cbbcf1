CREATE DATABASE IF NOT EXISTS `gold`;

DROP TABLE IF EXISTS `gold`.`order`;

CREATE TABLE `gold`.`order` (
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
    `at` timestamp_ntz,
    `instant` timestamp COMMENT 'UTC',
    `lines` array<struct<`no`:int,`price`:decimal(9,2),`tags`:array<string>>>,
    `rates` map<string,double>,
    `a ``b" [c]` string
)
USING parquet
COMMENT 'Orders; what they are worth. One row each, \'as sold\'.'
LOCATION 's3://acme-lake/shop/exports/gold/order/version-42-0a1b2c3d';
