package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Violation;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused beyond the examples of docs/sql.md: the text at fault, and how the reason begins. */
class SqlRefusalsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select * from a union a                                          | a              | 'a' is read twice
            select * from my-topic                                           | -              | a name with other characters
            select * from topics('x')                                        | topics         | there is no source 'topics(…)'; did you mean 'topic'?
            select * from a right join b on a.x = b.x                        | right          | expected a join that is inner, left or full
            select * from a join b within 1 hour                             | ``             | expected 'on'
            select * from a join table b within 1 hour on a.x = b.x          | 1 hour         | a table has no 'within'
            select * from a full join table b on a.x = b.x                   | table b on a.x = b.x | a table is joined inner or left
            select * from a join table b on a.x = b.x refresh 1 hour         | 1 hour         | 'refresh' is for csv(…) and postgres(…)
            select * from a join a within 1 hour on a.x = a.y                | a              | there are two inputs named 'a'
            select * from (a, b) join c within 1 hour on a.x = c.y           | (a, b)         | expected a name for this input
            select * from a join csv('u') on a.x = b.x                       | csv('u')       | expected a name for this input
            select * from a join b within 1 hour on a.x = a.y                | a.x = a.y      | expected on one side of '='
            select * from a join b within 1 hour on a.x = 5                  | a.x = 5        | expected on one side of '='
            select a.$offset from a                                          | $offset        | expected a name after '.'
            select $offset from a join b within 1 hour on a.x = b.x          | $offset        | a joined row has no $offset
            select count(sum(a)) from x                                      | sum            | sum(…) cannot stand inside of another aggregate
            select sum(*) from x                                             | sum(*)         | sum(*) means nothing
            select approx_percentile(a, 2) from x                            | 2              | expected a fraction between 0 and 1
            select approx_percentile(a) from x                               | )              | expected a fraction between 0 and 1
            select * from x group by a                                       | *              | '*' has no meaning over groups
            select count(*) from x group by 1                                | 1              | expected a column
            select a from x group by count(*)                                | count          | count(…) cannot stand in 'group by'
            select lower(b) as c from x group by a, lower(b) as a            | a              | 'a' is the name of another column
            select distinct a from x                                         | distinct       | rows are not compared one by one; write 'group by'
            select Distinct * from x                                         | Distinct       | rows are not compared
            select distinct(a), count(*) from x group by a                   | distinct       | rows are not compared
            select count(*) as window_start from x window tumbling (size 1 m) | window_start  | 'window_start' is the name of another column
            select window_start as window_end, count(*) from x window tumbling (size 1 m) | window_end | 'window_end' is the name of another column
            select a.window_start, count(*) from x window session (1 m) group by a.window_start | a.window_start | 'window_start' is the name of another column
            select count(*) as rank from x group by a order by count(*) limit 3 | rank         | 'rank' is the name of another column
            select rank, count(*) as n from x group by rank order by n limit 3 | rank          | 'rank' is the name of another column
            select count(*) as n from x having m > 5                         | m              | 'm' is neither grouped by nor calculated
            select count(*) as n from x order by n                           | n              | 'order by' needs 'limit'
            select count(*) as n from x limit 5                              | 5              | 'limit' needs 'order by'
            select count(*) as n from x order by n limit 1001                | 1001           | expected a whole number from 1 to 1000
            select count(*) as n from x order by n limit 1.5                 | 1.5            | expected a whole number from 1 to 1000
            select sum(a) as n from x order by n * 2 limit 5                 | n * 2          | groups are ordered by a key or an aggregate
            select window_start, count(*) from x                             | window_start   | 'window_start' is neither
            select a from x window tumbling (size 1 minute)                  | tumbling (size 1 minute) | a window needs 'group by'
            select a from x timestamp by b                                   | b              | another time needs 'group by'
            select a from x emit final                                       | emit final     | 'emit final' needs a window
            select a from x having b > 1                                     | b > 1          | 'having' needs 'group by'
            select count(*) from x window tumbling (size 0 seconds)          | 0 seconds      | expected more than nothing
            select count(*) from x window tumbling (size 11000 days)         | 11000 days     | expected at most 3650 days
            select count(*) from x window tumbling (size 0.5 ms)             | 0.5 ms         | expected whole milliseconds
            select count(*) from x window tumbling (size 'soon')             | 'soon'         | expected a length of time
            select count(*) from x window tumbling (size 1 m, gap 2 m)       | gap 2 m        | a tumbling window has no 'gap'
            select count(*) from x window tumbling (size 1 m, size 2 m)      | size 2 m       | 'size' is said twice
            select count(*) from x window tumbling (grace 1 m)               | tumbling (grace 1 m) | expected 'size'
            select count(*) from x window hopping (size 1 day)               | hopping (size 1 day) | expected 'advance by'
            select count(*) from x window hopping (size 1 day, advance 1 s)  | 1 s            | each row would be in more than 1000 windows
            select count(*) from x window tumbling (size 1 m, retention 1 d) | retention      | windows are kept until
            select count(*) from x timestamp by a format 'qqqqqqqq'          | 'qqqqqqqq'     | this is no pattern of times
            select a from x where a > 1 where b > 2                          | where          | there are two parts 'where'
            select a from x; select b from y                                 | s              | expected one statement
            select a from x /* why                                           | /*             | this comment has no closing */
            select a from x wehre b > 1                                      | b              | expected 'join', 'where'
            create view x as select a from b                                 | view           | expected 'stream' or 'table'
            create stream x (a blob) with (kafka_topic='y')                  | blob           | expected a type
            create stream x (a int) with (value_format='JSON')               | ``             | expected kafka_topic
            create stream x (a int) with (kafka_topic='y', timestamp='a')    | timestamp='a'  | say in the queries over it
            """)
    void is_refused_where_it_is_at_fault(String sql, String part, String reason) {
        Violation first = Query.parse(sql).violations().get(0);
        assertThat(first.message()).startsWith(reason);
        assertThat(sql.substring(first.position(), first.position() + first.length()))
                .isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select \"distinct\" from x",
                "select \"distinct\" * 2 as a, \"distinct\".b from x",
                "select distinct_zones, a as distinct from x",
                "select \"Distinct\", count(*) from x group by \"Distinct\"",
                "select window_start as window_start, windowend, count(*) from x window tumbling (size 1 m)",
                "select rank as rank, a, count(*) as n from x group by a order by n limit 3",
                "select count(*) as window_start, last(a) as rank from x"
            })
    void names_are_refused_only_where_they_mean_something_else(String sql) {
        Query query = Query.parse(sql).orElseThrow();
        assertThat(Query.parse(query.print()).orElseThrow()).isEqualTo(query);
    }

    @Test
    void there_are_bounds_on_everything() {
        String many = IntStream.range(0, 101).mapToObj(i -> "sum(a" + i + ")").collect(Collectors.joining(", "));
        assertThat(first("select " + many + " from x")).isEqualTo("expected at most 100 aggregates");
        String large =
                IntStream.range(0, 9).mapToObj(i -> "topk(a" + i + ", 100)").collect(Collectors.joining(", "));
        assertThat(first("select " + large + " from x"))
                .startsWith("a group of all these aggregates could take more than");
        String keys = IntStream.range(0, 33).mapToObj(i -> "a" + i).collect(Collectors.joining(", "));
        assertThat(first("select count(*) from x group by " + keys))
                .isEqualTo("expected at most 32 columns in 'group by'");
        String joins = IntStream.range(0, 9)
                .mapToObj(i -> " join table t" + i + " on x.a = t" + i + ".a")
                .collect(Collectors.joining());
        assertThat(first("select * from x" + joins)).startsWith("expected at most 8 joins");
        String sources = IntStream.range(0, 101).mapToObj(i -> "a" + i).collect(Collectors.joining(", "));
        assertThat(first("select * from " + sources)).startsWith("expected at most 100 sources");
        assertThat(first("select " + " ".repeat(40_000) + "* from x")).startsWith("too long");
        assertThat(first("select " + "(".repeat(1_000) + " from x")).startsWith("nested more than");
        assertThat(first("select '\0' from x")).isEqualTo("a text has no character 0");
    }

    private static String first(String sql) {
        return Query.parse(sql).violations().get(0).message();
    }
}
