package io.sluice.filter;

import static io.sluice.filter.Records.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a > 3                                  | {"a":4}                          | MATCH
            a > 3                                  | {"a":3}                          | NO_MATCH
            a > 3                                  | {}                               | NO_MATCH
            not a > 3                              | {}                               | NO_MATCH
            a != 3                                 | {"a":null}                       | NO_MATCH
            a is null                              | {"a":null}                       | MATCH
            a is null                              | {}                               | MATCH
            a is not null                          | {"a":0}                          | MATCH
            exists(a)                              | {"a":null}                       | MATCH
            exists(a.b)                            | {"a":null}                       | NO_MATCH
            a = 9007199254740993                   | {"a":9007199254740992}           | NO_MATCH
            a = 9007199254740993                   | {"a":9007199254740993}           | MATCH
            a = 9223372036854775807                | {"a":9223372036854775807}        | MATCH
            a < 9223372036854775808                | {"a":9223372036854775807}        | MATCH
            a > -9223372036854775809               | {"a":-9223372036854775808}       | MATCH
            a = 0.1 + 0.2                          | {"a":0.3}                        | MATCH
            a = 1.5                                | {"a":1.50}                       | MATCH
            a = 100                                | {"a":1e2}                        | MATCH
            a = 1234567890.1234567890123456789012345678901 | {"a":1234567890.1234567890123456789012345678901} | MATCH
            a = 1234567890.1234567890123456789012345678902 | {"a":1234567890.1234567890123456789012345678901} | NO_MATCH
            a > 1e999999998                        | {"a":1e999999999}                | MATCH
            a + 1 > 0                              | {"a":1e999999999}                | NO_MATCH
            a / 0 > 0 or b                         | {"a":1,"b":true}                 | MATCH
            a = '5'                                | {"a":5}                          | NO_MATCH
            a != '5'                               | {"a":5}                          | MATCH
            a < '5'                                | {"a":4}                          | NO_MATCH
            cast(a as number) = 5                  | {"a":" 5.0 "}                    | MATCH
            cast(a as string) = '5'                | {"a":5.0}                        | MATCH
            a                                      | {"a":true}                       | MATCH
            not a                                  | {"a":false}                      | MATCH
            not a                                  | {"a":0}                          | NO_MATCH
            a = b                                  | {"a":"x","b":"\\u0078"}          | MATCH
            a = 'é😀'                              | {"a":"\\u00e9\\ud83d\\ude00"}    | MATCH
            a < '😀'                               | {"a":"\\uffff"}                  | MATCH
            a like '%st_rm%'                       | {"a":"a st😀rm came"}            | MATCH
            a like 'st_rm'                         | {"a":"storms"}                   | NO_MATCH
            a like '50!%' escape '!'               | {"a":"50%"}                      | MATCH
            a not like '50!%' escape '!'           | {"a":"50x"}                      | MATCH
            a in (1, 2, 3)                         | {"a":2.0}                        | MATCH
            a not in (1, 2, 3)                     | {"a":"2"}                        | MATCH
            a not in (1, 2, null)                  | {"a":5}                          | NO_MATCH
            a in (1,2,3,4,5,6,7,8,9)               | {"a":9}                          | MATCH
            a in ('a','b','c','d','e','f','g','h') | {"a":"h"}                        | MATCH
            a not in ('a','b','c','d','e','f','g','h') | {"a":1}                      | MATCH
            a between 1 and 2                      | {"a":2}                          | MATCH
            a not between 1 and 2                  | {"a":3}                          | MATCH
            loc.lat > 1 and items[0].price = 2     | {"loc":{"lat":2},"items":[{"price":2}]} | MATCH
            items[1] = 2                           | {"items":[1]}                    | NO_MATCH
            length(items) = 2                      | {"items":[1,[2,3]]}              | MATCH
            length(items) = 2 and items[0] = 1     | {"items":[1,[2,3]]}              | MATCH
            length(a) = 2                          | {"a":"é😀"}                      | MATCH
            "a.b" = 1 and a.b = 2                  | {"a.b":1,"a":{"b":2}}            | MATCH
            lower(a) = 'abc' and upper(b) = 'ÄB'   | {"a":"aBC","b":"äb"}             | MATCH
            contains(a, 'bc') and starts_with(a, 'ab') and ends_with(a, 'cd') | {"a":"abcd"} | MATCH
            contains(a, b)                         | {"a":"aabaab","b":"baa"}         | MATCH
            matches(a, '^[a-z]+[0-9]$')            | {"a":"abc7"}                     | MATCH
            abs(a) = 2 and floor(b) = -2 and ceil(b) = -1 and round(b) = -2 | {"a":-2,"b":-1.5} | MATCH
            round(a, 1) = 1.3                      | {"a":1.25}                       | MATCH
            floor(a) = -1 and ceil(a) = 0          | {"a":-1e-999999999}              | MATCH
            coalesce(a, b, 3) = 3                  | {"a":null}                       | MATCH
            t > time('2026-01-31')                 | {"t":"2026-01-31T01:00:00+02:00"} | NO_MATCH
            t = time('2026-01-30T23:00:00Z')       | {"t":"2026-01-31T01:00:00+02:00"} | MATCH
            t = time('2026-01-31 01:02:03.5')      | {"t":[2026,1,31,1,2,3,500000000]} | MATCH
            t = time('2026-01-31')                 | {"t":1769817600000}              | MATCH
            t = time('2026-01-31')                 | {"t":["2026-01-31"]}             | MATCH
            t = time('2026-01-31')                 | {"t":["2026-01-31","x"]}         | NO_MATCH
            t = time('2026-01-31 10:00:00')        | {"t":["2026-01-31T12:00:00\\u002B02:00"]} | MATCH
            t = time('2026-01-31')                 | {"t":["2026-01-31\\""]}          | NO_MATCH
            cast(t as time) < now()                | {"t":"2026-01-31 11:59:59"}      | MATCH
            $timestamp > now() - duration('2m')    | {}                               | MATCH
            $timestamp > now() - duration('30s')   | {}                               | NO_MATCH
            now() - t < duration('1h')             | {"t":"2026-01-31T11:30:00Z"}     | MATCH
            $partition = 3 and $offset = 17 and $topic = 'rides' | {}                 | MATCH
            $value.a = 1 and $value is not null    | {"a":1}                          | MATCH
            within(lat, lon, 40, -111, 1000)       | {"lat":40.001,"lon":-111.001}    | MATCH
            within(lat, lon, 40, -111, 10)         | {"lat":40.001,"lon":-111.001}    | NO_MATCH
            within_box(lat, lon, -10, 170, 10, -170) | {"lat":0,"lon":-175}           | MATCH
            a = 1                                  | {"a":1,"a":2}                    | MATCH
            a = 2                                  | {"a":1,"a":2}                    | NO_MATCH
            a.b is null                            | {"a":{},"a":{"b":1}}             | MATCH
            a = 1                                  | {"a":1, nonsense                 | MATCH
            a = 1                                  | {"b":1, nonsense                 | ERROR
            a = 1                                  | not json                         | ERROR
            $partition = 3                         | not json                         | MATCH
            $text like '%json'                     | not json                         | MATCH
            a = 1                                  | [1]                              | NO_MATCH
            $value[0] = 1                          | [1]                              | MATCH
            $value = 'x'                           | "x"                              | MATCH
            """)
    void says(String where, String json, Verdict verdict) {
        assertThat(verdict(where, json)).isEqualTo(verdict);
    }
}
