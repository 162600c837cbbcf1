IF SCHEMA_ID('gold') IS NULL EXEC('CREATE SCHEMA [gold]');
GO

-- Orders; what they are worth.
-- One row each, 'as sold'.
-- id: The shop's own number.
-- amount: In EUR, after discounts.
-- group: C:\shops
-- instant: UTC
CREATE OR ALTER VIEW [gold].[order] AS
SELECT *
FROM OPENROWSET(
    BULK 'https://acme.dfs.core.windows.net/lake/shop/exports/gold/order/version-42-0a1b2c3d/*.parquet',
    FORMAT = 'PARQUET'
)
WITH (
    [id] bigint,
    [yes] bit,
    [count] int,
    [ratio] real,
    [share] float,
    [amount] decimal(38,9),
    [group] varchar(max) COLLATE Latin1_General_100_BIN2_UTF8,
    [raw] varbinary(max),
    [uid] varchar(max) COLLATE Latin1_General_100_BIN2_UTF8,
    [day] date,
    [clock] varchar(max) COLLATE Latin1_General_100_BIN2_UTF8,
    [at] datetime2(6),
    [instant] datetime2(6),
    [lines] varchar(max) COLLATE Latin1_General_100_BIN2_UTF8,
    [rates] varchar(max) COLLATE Latin1_General_100_BIN2_UTF8,
    [a `b" [c]]] varchar(max) COLLATE Latin1_General_100_BIN2_UTF8
) AS [exported];
GO
