package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts say, seen by their canonical form, which parses to the same again. */
class SqlTest {
    static String canonical(String sql) {
        Query query = Query.parse(sql).orElseThrow();
        String printed = query.print();
        assertThat(Query.parse(printed).orElseThrow()).as(printed).isEqualTo(query);
        assertThat(Query.parse(printed).orElseThrow().print()).isEqualTo(printed);
        return printed;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select * from rides                                                | select * from rides
            SELECT * FROM rides EMIT CHANGES;                                  | select * from rides
            select a, b * 2 from "my-topic" where a > 1 and b is not null      | select a, b * 2 as b_2 from "my-topic" where a > 1 and b is not null
            select r.a from rides r where r.b.c = 1                            | select a from rides where b.c = 1
            select a -- what\\nfrom x /* here */                                | select a from x
            select * from a union b                                            | select * from a, b
            select * except (q), q * 2 as q from topic('x'), dataset('it''s')  | select * except (q), q * 2 as q from topic('x'), dataset('it''s')
            create table n as select count(*) from rides                       | select count(*) as count from rides timestamp by $timestamp emit changes
            select VendorID, count(*) as n from rides group by VendorID        | select VendorID, count(*) as n from rides timestamp by $timestamp group by VendorID emit changes
            select sum(a) / count(*) as mean, sum(a) as s, sum(a) from x       | select sum(a) / count(*) as mean, sum(a) as s, sum(a) as s_2 from x timestamp by $timestamp emit changes
            select lower(z) as zone, zone as again, avg(f) from x group by lower(z) | select lower(z) as zone, lower(z) as again, avg(f) as avg_f from x timestamp by $timestamp group by lower(z) as zone emit changes
            select windowstart, count(*) as n from x window tumbling (size 1 minute) | select window_start, count(*) as n from x window tumbling (size 1 minute, grace period 0 seconds) timestamp by $timestamp emit changes
            """)
    void prints(String sql, String expected) {
        assertThat(canonical(sql.replace("\\n", "\n"))).isEqualTo(expected);
    }

    @Test
    void reads_a_query_with_everything() {
        assertThat(canonical("""
                        select r.PULocationID as zone, z.Zone, count(*) as n, avg(r.fare) filter (where r.fare > 0) as fare
                        from (rides, topic('more')) as r
                        left join table csv('https://example.org/zones.csv') as z on r.PULocationID = z.LocationID refresh every 1 hour
                        join pickups p within (20 minutes, grace period 5 minutes) on p.id = r.id
                        where r.fare is not null
                        group by r.PULocationID, z.Zone
                        window hopping (size 1 hour, advance by '15m', grace period 5 seconds)
                        timestamp by r.tpep_pickup_datetime format 'yyyy-MM-dd HH:mm:ss'
                        having n > 5 and count(*) < 1000
                        order by n desc, z.Zone limit 10
                        emit final
                        """))
                .isEqualTo(
                        "select r.PULocationID as zone, z.Zone, count(*) as n, avg(r.fare) filter (where r.fare > 0) as"
                                + " fare from (rides, topic('more')) as r left join table csv('https://example.org/zones.csv') as z"
                                + " refresh every 1 hour on r.PULocationID = z.LocationID join pickups as p within (20 minutes, grace"
                                + " period 5 minutes) on r.id = p.id window hopping (size 1 hour, advance by 15 minutes, grace period"
                                + " 5 seconds) timestamp by r.tpep_pickup_datetime format 'yyyy-MM-dd HH:mm:ss' where r.fare is not"
                                + " null group by r.PULocationID, z.Zone having count(*) > 5 and count(*) < 1000 order by count(*)"
                                + " desc, z.Zone limit 10 emit final");
    }

    @Test
    void several_faults_are_told_at_once() {
        String sql = "select a +, cuont(*) from x window tumbling (size 5 minuts) where a > group by b";
        List<Violation> violations = Query.parse(sql).violations();
        assertThat(violations).extracting(Violation::position).containsExactly(10, 12, 52, 76);
        assertThat(violations.get(0).message()).isEqualTo("expected a value, found ','");
    }
}
