package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineageTest {

    private static SqlAnalyzer analyzer;

    @BeforeAll
    static void open() {
        analyzer = SqlAnalyzer.open();
        analyzer.declare(
                new TableName("s", "c"),
                List.of(
                        new Column("id", "BIGINT"),
                        new Column("email", "VARCHAR"),
                        new Column("ts", "TIMESTAMP"),
                        new Column("st", "STRUCT(a INTEGER, b VARCHAR[])")));
        analyzer.declare(
                new TableName("s", "o"),
                List.of(
                        new Column("id", "BIGINT"),
                        new Column("cid", "BIGINT"),
                        new Column("amount", "DECIMAL(18,2)"),
                        new Column("tags", "VARCHAR[]")));
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                arguments("SELECT id, 1 AS one, upper(email) AS m FROM s.c WHERE ts > now()", "id=c.id one= m=c.email"),
                arguments("SELECT * FROM s.c", "id=c.id email=c.email ts=c.ts st=c.st"),
                arguments("SELECT * EXCLUDE (st) REPLACE (id + 1 AS id) FROM s.c", "id=c.id email=c.email ts=c.ts"),
                arguments("SELECT COLUMNS('e.*') FROM s.c", "email=c.email"),
                arguments("SELECT st.a, st['b'][1] AS b FROM s.c", "a=c.st b=c.st"),
                arguments(
                        "SELECT c.email, o.amount * c.id AS x FROM s.c JOIN s.o ON c.id = o.cid",
                        "email=c.email x=c.id,o.amount"),
                arguments("SELECT id, amount FROM s.c JOIN s.o USING (id)", "id=c.id amount=o.amount"),
                arguments("SELECT id FROM s.c FULL JOIN s.o USING (id)", "id=c.id,o.id"),
                arguments("SELECT id FROM s.c RIGHT JOIN s.o USING (id)", "id=o.id"),
                arguments(
                        "SELECT c.email, o.id FROM s.c LEFT JOIN s.o ON c.id > o.id OR c.email = 'x'",
                        "email=c.email id=o.id"),
                arguments(
                        "SELECT * FROM s.o SEMI JOIN s.c USING (id)", "id=o.id cid=o.cid amount=o.amount tags=o.tags"),
                arguments("SELECT o.id, email FROM s.o ASOF JOIN s.c ON o.id >= c.id", "id=o.id email=c.email"),
                arguments(
                        "SELECT email, count(*) AS n, sum(amount) FILTER (WHERE cid > 3) AS t, grouping(email) AS g"
                                + " FROM s.c, s.o GROUP BY ROLLUP (email) HAVING max(ts) > now() ORDER BY 2",
                        "email=c.email n= t=o.amount g="),
                arguments("SELECT arg_max(email, ts) AS e FROM s.c", "e=c.email,c.ts"),
                arguments(
                        "SELECT row_number() OVER (PARTITION BY email ORDER BY ts) AS rn, id FROM s.c",
                        "rn=c.email,c.ts id=c.id"),
                arguments(
                        "SELECT id FROM s.c QUALIFY row_number() OVER (PARTITION BY email ORDER BY ts) = 1", "id=c.id"),
                arguments("SELECT id AS k FROM s.c UNION ALL SELECT cid FROM s.o", "k=c.id,o.cid"),
                arguments("SELECT id FROM s.c EXCEPT SELECT id FROM s.o", "id=c.id"),
                arguments("SELECT 1 AS a UNION ALL BY NAME SELECT id AS b FROM s.c", "a= b=c.id"),
                arguments(
                        "WITH x AS (SELECT id, email AS e FROM s.c), y AS (SELECT e || id AS q FROM x) SELECT q, x.e FROM y JOIN x ON true",
                        "q=c.email,c.id e=c.email"),
                arguments(
                        "WITH x AS MATERIALIZED (SELECT id, email e FROM s.c) SELECT a.e, b.id FROM x a JOIN x b USING (id)",
                        "e=c.email id=c.id"),
                arguments(
                        "WITH RECURSIVE r AS (SELECT id, email FROM s.c UNION ALL SELECT r.id + 1, r.email || o.cid FROM r JOIN s.o"
                                + " ON o.id = r.id) SELECT * FROM r",
                        "id=c.id email=c.email,o.cid"),
                arguments(
                        "WITH RECURSIVE r(a, b) AS (SELECT id, cid FROM s.o UNION ALL SELECT b, a FROM r) SELECT a FROM r",
                        "a=o.cid,o.id"),
                arguments(
                        "SELECT (SELECT max(amount) FROM s.o WHERE o.cid = c.id) AS m, id FROM s.c",
                        "m=o.amount id=c.id"),
                arguments(
                        "SELECT (SELECT c.email || o.id FROM s.o WHERE o.cid = c.id) AS m FROM s.c", "m=c.email,o.id"),
                arguments("SELECT id IN (SELECT cid FROM s.o) AS k FROM s.c", "k=c.id,o.cid"),
                arguments(
                        "SELECT id FROM s.c WHERE EXISTS (FROM s.o WHERE cid = c.id) AND id IN (SELECT cid FROM s.o)",
                        "id=c.id"),
                arguments(
                        "SELECT o.id, l.q FROM s.o, LATERAL (SELECT o.amount + c.id AS q FROM s.c WHERE c.id = o.cid) l",
                        "id=o.id q=c.id,o.amount"),
                arguments("SELECT id, unnest(tags) AS t FROM s.o", "id=o.id t=o.tags"),
                arguments("SELECT o.id, u.t, r.i FROM s.o, unnest(tags) u(t), range(3) r(i)", "id=o.id t=o.tags i="),
                arguments("SELECT list_transform(tags, lambda x: x || cid) AS l FROM s.o", "l=o.cid,o.tags"),
                arguments("SELECT [t || 'x' FOR t IN tags] AS l FROM s.o", "l=o.tags"),
                arguments(
                        "SELECT * FROM (SELECT cid, amount FROM s.o) PIVOT (sum(amount) FOR cid IN (1, 2))",
                        "1=o.amount 2=o.amount"),
                arguments(
                        "SELECT n, v FROM (SELECT id, cid FROM s.o) UNPIVOT (v FOR n IN (id, cid))", "n= v=o.cid,o.id"),
                arguments("SELECT DISTINCT ON (email) id FROM s.c ORDER BY ts", "id=c.id"),
                arguments("SELECT id FROM s.o TABLESAMPLE 10% ORDER BY amount LIMIT 3", "id=o.id"),
                arguments("SELECT x, y FROM (VALUES (1, 2)) v(x, y)", "x= y="),
                arguments(
                        "SELECT * FROM s.o POSITIONAL JOIN (SELECT email FROM s.c)",
                        "id=o.id cid=o.cid amount=o.amount tags=o.tags email=c.email"),
                arguments("SELECT id, id, $p AS p FROM s.c WHERE id > $p", "id=c.id id=c.id p="),
                arguments(
                        "SELECT upper(email) || $p AS u, id + $p AS n, date_diff('day', ts, ts + $p * INTERVAL 1 DAY) AS d"
                                + " FROM s.c LIMIT $p",
                        "u=c.email n=c.id d=c.ts"),
                arguments("SELECT id + $p AS n, i FROM s.c, range($p) r(i)", "n=c.id i="),
                arguments("SELECT c FROM s.c", "c=c.email,c.id,c.st,c.ts"),
                arguments("SELECT key, value FROM s.c, json_each(c.email)", "key=c.email value=c.email"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void eachColumnIsFollowedToItsTables(String sql, String expected) {
        List<ColumnLineage> lineage = analyzer.lineage(analyzer.parse(sql), Map.of("p", "INTEGER"));
        assertThat(lineage.stream()
                        .map(column -> column.column() + "="
                                + column.origins().stream()
                                        .map(origin -> origin.table().name() + "." + origin.column())
                                        .collect(Collectors.joining(",")))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
