package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of NDP's filter_semantics, each with rows and what is left of them. Rules and rows are separated by {@code ;;}. */
class RulesTest {
    @ParameterizedTest(name = "{0}  {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # comparisons, with and without spaces and quotes
            x > 5 | {"x":5} ;; {"x":6} ;; {"x":5.000000000000000000001} | {"x":6} ;; {"x":5.000000000000000000001}
            x>5 | {"x":5} ;; {"x":6} | {"x":6}
            x>=5 | {"x":5} ;; {"x":4} | {"x":5}
            x<=-5 | {"x":-5} ;; {"x":5} | {"x":-5}
            x> -1 | {"x":0} ;; {"x":-1} | {"x":0}
            x == 10 | {"x":10} ;; {"x":11} | {"x":10}
            x=10 | {"x":10.0} ;; {"x":11} | {"x":10.0}
            x != 10 | {"x":10} ;; {"x":11} ;; {"x":null} ;; {} | {"x":11}
            x <> 10 | {"x":10} ;; {"x":11} | {"x":11}
            s = 'a' | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s = "a" | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s = a | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s=a | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s != a | {"s":"a"} ;; {"s":"b"} ;; {"s":null} ;; {"t":1} | {"s":"b"}
            s = very high | {"s":"very high"} ;; {"s":"very"} | {"s":"very high"}
            s = high-risk | {"s":"high-risk"} ;; {"s":"high"} | {"s":"high-risk"}
            s = m/s | {"s":"m/s"} ;; {"s":"m"} | {"s":"m/s"}
            s = opt-in | {"s":"opt-in"} ;; {"s":"opt"} | {"s":"opt-in"}
            s = 10.0.0.1 | {"s":"10.0.0.1"} ;; {"s":10} | {"s":"10.0.0.1"}
            s = P505.PW.LY_.00 | {"s":"P505.PW.LY_.00"} ;; {"s":"P505"} | {"s":"P505.PW.LY_.00"}
            s = 'it''s' | {"s":"it's"} ;; {"s":"its"} | {"s":"it's"}
            s = 'it\\'s' | {"s":"it's"} ;; {"s":"its"} | {"s":"it's"}
            'red' = red | {"x":1} | {"x":1}
            'fixed acidity' > 7 | {"fixed acidity":7.4} ;; {"x":8} | {"fixed acidity":7.4}
            x = '10' | {"x":10} ;; {"x":"10"} ;; {"x":11} | {"x":10} ;; {"x":"10"}
            b = True | {"b":true} ;; {"b":"True"} ;; {"b":false} ;; {"b":1} | {"b":true} ;; {"b":"True"}
            b != false | {"b":true} ;; {"b":false} ;; {"b":null} | {"b":true}
            x = null | {"x":null} ;; {"x":1} ;; {} | {"x":null} ;; {}
            x != null | {"x":null} ;; {"x":1} ;; {} | {"x":1}
            # columns on both sides, arithmetic
            x > y | {"x":2,"y":1} ;; {"x":1,"y":2} ;; {"x":1} | {"x":2,"y":1}
            x > 10*y | {"x":21,"y":2} ;; {"x":20,"y":2} | {"x":21,"y":2}
            x > 10 * y | {"x":21,"y":2} ;; {"x":20,"y":2} | {"x":21,"y":2}
            x + y < 30 | {"x":1,"y":28} ;; {"x":1,"y":29} ;; {"x":1} | {"x":1,"y":28}
            (speed * time) > 100 | {"speed":10,"time":11} ;; {"speed":10,"time":10} | {"speed":10,"time":11}
            x*2 + 1 > y/2 - 1 | {"x":1,"y":7} ;; {"x":1,"y":8} | {"x":1,"y":7}
            x - -1 > 2 | {"x":2} ;; {"x":1} | {"x":2}
            x % 2 = 0 | {"x":2} ;; {"x":3} | {"x":2}
            z = x-y | {"z":1,"x":3,"y":2} ;; {"z":"x-y"} ;; {"z":1,"x":1} | {"z":1,"x":3,"y":2} ;; {"z":"x-y"}
            x in max > 1 | {"x":2} | REFUSED
            max > x | {"max":2,"x":1} ;; {"max":1,"x":2} | {"max":2,"x":1}
            # lists
            s IN ['a','c'] | {"s":"a"} ;; {"s":"b"} ;; {"s":"c"} ;; {} | {"s":"a"} ;; {"s":"c"}
            s IN ["a", "c"] | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s IN [a, c] | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s in ('a','c') | {"s":"a"} ;; {"s":"b"} | {"s":"a"}
            s IN [high-risk, very low] | {"s":"high-risk"} ;; {"s":"very low"} ;; {"s":"low"} | {"s":"high-risk"} ;; {"s":"very low"}
            x IN [1,10] | {"x":1} ;; {"x":10.0} ;; {"x":2} ;; {"x":"1"} | {"x":1} ;; {"x":10.0}
            x IN ['1','10'] | {"x":1} ;; {"x":"10"} ;; {"x":2} | {"x":1} ;; {"x":"10"}
            x IN [-1, 2.5] | {"x":-1} ;; {"x":2.50} ;; {"x":1} | {"x":-1} ;; {"x":2.50}
            s NOT IN ['a','c'] | {"s":"a"} ;; {"s":"b"} ;; {"s":null} ;; {} | {"s":"b"}
            x not in [1] | {"x":1} ;; {"x":2} | {"x":2}
            s IN [] | {"s":"a"} | ~~
            b IN [true] | {"b":true} ;; {"b":"true"} ;; {"b":false} | {"b":true} ;; {"b":"true"}
            # logic
            x > 1 AND y > 1 | {"x":2,"y":2} ;; {"x":2,"y":1} | {"x":2,"y":2}
            x > 1 and y > 1 | {"x":2,"y":2} ;; {"x":2,"y":1} | {"x":2,"y":2}
            x > 1 Or y > 1 | {"x":2,"y":1} ;; {"x":1,"y":1} ;; {"x":null,"y":2} | {"x":2,"y":1} ;; {"x":null,"y":2}
            a = 1 AND b = 1 OR c = 1 | {"a":1,"b":0,"c":1} ;; {"a":1,"b":1,"c":0} ;; {"a":1,"b":0,"c":0} | {"a":1,"b":0,"c":1} ;; {"a":1,"b":1,"c":0}
            c = 1 OR a = 1 AND b = 1 | {"a":0,"b":0,"c":1} ;; {"a":1,"b":0,"c":0} | {"a":0,"b":0,"c":1}
            (a = 1 OR b = 1) AND c = 1 | {"a":1,"b":0,"c":0} ;; {"a":1,"b":0,"c":1} | {"a":1,"b":0,"c":1}
            NOT x > 5 | {"x":5} ;; {"x":6} ;; {} | {"x":5}
            not (x > 5 or s = a) | {"x":1,"s":"b"} ;; {"x":6,"s":"b"} ;; {"x":1,"s":"a"} | {"x":1,"s":"b"}
            ((x > 5)) | {"x":5} ;; {"x":6} | {"x":6}
            # nothing is not a match
            nothing > 5 | {"x":6} | ~~
            x > 5 | {"x":null} ;; {} ;; {"x":"6"} ;; {"x":"six"} | ~~
            s > 2 | {"s":"5"} ;; {"s":"abc"} | ~~
            # times
            t > '2026-01-31T12:00:00Z' | {"t":"2026-01-31T12:00:00.500Z"} ;; {"t":"2026-01-31T13:00:00+02:00"} | {"t":"2026-01-31T12:00:00.500Z"}
            t >= 2026-01-31 | {"t":"2026-01-31T00:00:00Z"} ;; {"t":"2026-01-30T23:59:59Z"} | {"t":"2026-01-31T00:00:00Z"}
            t < 2026-01-31 12:00:00 AND x = 1 | {"t":"2026-01-31 11:59:59","x":1} ;; {"t":"2026-01-31 12:00:00","x":1} | {"t":"2026-01-31 11:59:59","x":1}
            t > u | {"t":"2026-02-01","u":"2026-01-31"} ;; {"t":"2026-01-01","u":"2026-01-31"} | {"t":"2026-02-01","u":"2026-01-31"}
            # names
            fixed acidity > 7 | {"fixed acidity":7.4} ;; {"fixed acidity":6} | {"fixed acidity":7.4}
            pm 2.5 > 3 | {"pm 2.5":4} ;; {"pm":4} | {"pm 2.5":4}
            `in (C)` > 3 | {"in (C)":4} ;; {"in":4} | {"in (C)":4}
            air-temp > 3 | {"air-temp":4} ;; {"air":9,"temp":1} ;; {"air":3,"temp":1} | {"air-temp":4} ;; {"air":9,"temp":1}
            NIFTY > 5 | {"NIFTY":6} ;; {"NIFTY":5} | {"NIFTY":6}
            IF NIFTY > 5 THEN THENCE = ELSEWHERE | {"NIFTY":6} | {"NIFTY":6,"THENCE":"ELSEWHERE"}
            meta.vsn IN ['W070', 'W071'] | {"meta":{"vsn":"W070"}} ;; {"meta.vsn":"W071"} ;; {"meta.vsn":"W1","meta":{"vsn":"W070"}} | {"meta":{"vsn":"W070"}} ;; {"meta.vsn":"W071"}
            l[0] > 1 | {"l":[2]} ;; {"l[0]":3} ;; {"l":[1]} | {"l":[2]} ;; {"l[0]":3}
            l[1].p = 2 | {"l":[0,{"p":2}]} ;; {"l":[0,{"p":1}]} | {"l":[0,{"p":2}]}
            # assignments
            IF x > 5 THEN alert = High | {"x":6} ;; {"x":5} ;; {} | {"x":6,"alert":"High"} ;; {"x":5} ;; {}
            if x>5 then alert='High' else alert="Low" | {"x":6} ;; {"x":5} ;; {} | {"x":6,"alert":"High"} ;; {"x":5,"alert":"Low"} ;; {"alert":"Low"}
            IF x > 5 THEN a = 1 ELSE b = 2 | {"x":6} ;; {"x":5,"a":9} | {"x":6,"a":1} ;; {"x":5,"a":9,"b":2}
            IF x > 5 THEN y = y*100 | {"x":6,"y":1.5} ;; {"x":5,"y":1.50} ;; {"x":6} | {"x":6,"y":150} ;; {"x":5,"y":1.50} ;; {"x":6,"y":null}
            IF x > 5 THEN z = x+y | {"x":6,"y":1} | {"x":6,"y":1,"z":7}
            IF x > 5 THEN z = y | {"x":6,"y":1.50} ;; {"x":7} | {"x":6,"y":1.50,"z":1.50} ;; {"x":7,"z":"y"}
            IF x > 5 THEN z = -1 | {"x":6} | {"x":6,"z":-1}
            IF x > 5 THEN z = 'high-risk' | {"x":6} | {"x":6,"z":"high-risk"}
            IF x > 5 THEN z = high-risk | {"x":6} ;; {"x":6,"high":3,"risk":1} | {"x":6,"z":"high-risk"} ;; {"x":6,"high":3,"risk":1,"z":2}
            IF x > 5 THEN z = x-y | {"x":6,"y":2} ;; {"x":6} | {"x":6,"y":2,"z":4} ;; {"x":6,"z":null}
            IF x > 5 THEN z = ['a','b',1,true] | {"x":6} | {"x":6,"z":["a","b",1,true]}
            IF x > 5 THEN z = [] | {"x":6} | {"x":6,"z":[]}
            IF x > 5 THEN z = true ELSE z = 'true' | {"x":6} ;; {"x":5} | {"x":6,"z":true} ;; {"x":5,"z":"true"}
            IF x > 5 THEN z = null | {"x":6,"z":1} ;; {"x":5,"z":1} | {"x":6,"z":null} ;; {"x":5,"z":1}
            IF x > 5 THEN alert = red ELSE alert = 7 | {"x":6} ;; {"x":5} | {"x":6,"alert":"red"} ;; {"x":5,"alert":7}
            IF x > 5 THEN alert = 2000 ELSE alert = 9999*x | {"x":6} ;; {"x":5} | {"x":6,"alert":2000} ;; {"x":5,"alert":49995}
            IF x > 5 AND s = a OR y = 1 THEN z = 1 ELSE z = 0 | {"x":6,"s":"a"} ;; {"y":1} ;; {"x":6,"s":"b"} | {"x":6,"s":"a","z":1} ;; {"y":1,"z":1} ;; {"x":6,"s":"b","z":0}
            IF x IN [1, 2] THEN total cost = 'low' | {"x":1} | {"x":1,"total cost":"low"}
            IF x = 1 THEN `if` = 2 | {"x":1} | {"x":1,"if":2}
            IF x = 1 THEN meta.note = seen | {"x":1,"meta":{"note":"old"}} | {"x":1,"meta":{"note":"old"},"meta.note":"seen"}
            # numbers and texts as they are written
            x > 1e3 | {"x":1000.5} ;; {"x":1000} | {"x":1000.5}
            x<=-2.5E-3 | {"x":-0.0025} ;; {"x":-0.002} | {"x":-0.0025}
            x=-5 | {"x":-5} ;; {"x":5} | {"x":-5}
            x > -y | {"x":0,"y":1} ;; {"x":-2,"y":1} | {"x":0,"y":1}
            x IN [-1,-2.50,1e2] | {"x":-2.5} ;; {"x":100} ;; {"x":2} | {"x":-2.5} ;; {"x":100}
            5 < x | {"x":6} ;; {"x":5} | {"x":6}
            10*y<x | {"x":21,"y":2} ;; {"x":20,"y":2} | {"x":21,"y":2}
            s = 'a AND b' | {"s":"a AND b"} ;; {"s":"a"} | {"s":"a AND b"}
            s = "it's" | {"s":"it's"} ;; {"s":"its"} | {"s":"it's"}
            s != 'x > 5' | {"s":"x > 5"} ;; {"s":"y"} | {"s":"y"}
            s IN ['b,c', 'd]e', "it's", 'x IN y'] | {"s":"b,c"} ;; {"s":"d]e"} ;; {"s":"it's"} ;; {"s":"x IN y"} ;; {"s":"b"} | {"s":"b,c"} ;; {"s":"d]e"} ;; {"s":"it's"} ;; {"s":"x IN y"}
            s IN [1, 'a', -2] | {"s":1} ;; {"s":"a"} ;; {"s":-2} ;; {"s":"b"} | {"s":1} ;; {"s":"a"} ;; {"s":-2}
            s IN['a','b'] | {"s":"a"} ;; {"s":"c"} | {"s":"a"}
            NOT s IN ['a'] | {"s":"a"} ;; {"s":"b"} | {"s":"b"}
            s not In ('a') | {"s":"a"} ;; {"s":"b"} | {"s":"b"}
            s = 東京 | {"s":"東京"} ;; {"s":"京"} | {"s":"東京"}
            température > 5 | {"température":6} ;; {"température":5} | {"température":6}
            IF größe>5 THEN 注 = 'für später' | {"größe":6} | {"größe":6,"注":"für später"}
            s = 🚕 | {"s":"🚕"} ;; {"s":"x"} | {"s":"🚕"}
            # names with keywords in them
            order > 1 | {"order":2} ;; {"order":1} | {"order":2}
            ANDROID = yes AND notin != no | {"ANDROID":"yes","notin":"x"} ;; {"ANDROID":"yes","notin":"no"} | {"ANDROID":"yes","notin":"x"}
            IF inner > 1 OR orbit = far THEN elsewhere = thence ELSE thenable = 'IF' | {"inner":2} ;; {"inner":1,"orbit":"near"} | {"inner":2,"elsewhere":"thence"} ;; {"inner":1,"orbit":"near","thenable":"IF"}
            IF window_filter_x > 1 THEN window = 1 | {"window_filter_x":2} | {"window_filter_x":2,"window":1}
            nullable = null | {"nullable":null} ;; {"nullable":1} | {"nullable":null}
            s = trueish | {"s":"trueish"} ;; {"s":true} | {"s":"trueish"}
            # quoted and bare in assignments, every sign without spaces
            IF x>5 THEN alert=High ELSE alert=Low | {"x":6} ;; {"x":5} | {"x":6,"alert":"High"} ;; {"x":5,"alert":"Low"}
            IF (x>5 AND y<3) OR NOT s='a' THEN z="two words" | {"x":6,"y":2,"s":"a"} ;; {"x":6,"y":3,"s":"a"} ;; {"x":1,"s":"b"} | {"x":6,"y":2,"s":"a","z":"two words"} ;; {"x":6,"y":3,"s":"a"} ;; {"x":1,"s":"b","z":"two words"}
            IF s = 'x THEN y' THEN alert = 'a ELSE b' ELSE alert = two words | {"s":"x THEN y"} ;; {"s":"x"} | {"s":"x THEN y","alert":"a ELSE b"} ;; {"s":"x","alert":"two words"}
            IF s = a THEN s = b ELSE s = 'c' | {"s":"a"} ;; {"s":"z"} | {"s":"b"} ;; {"s":"c"}
            IF x > 5 THEN z = (x + y) * 2 ELSE z = -(x - y) / 2 | {"x":6,"y":1} ;; {"x":5,"y":1} | {"x":6,"y":1,"z":14} ;; {"x":5,"y":1,"z":-2}
            IF x > 5 THEN z = 1.5e3 ELSE z = '007' | {"x":6} ;; {"x":5} | {"x":6,"z":1500} ;; {"x":5,"z":"007"}
            IF fixed acidity > 7 THEN `air-quality index` = 'very bad' | {"fixed acidity":7.4} | {"fixed acidity":7.4,"air-quality index":"very bad"}
            IF meta.vsn = W070 THEN air-temp = 3 | {"meta":{"vsn":"W070"}} | {"meta":{"vsn":"W070"},"air-temp":3}
            IF max > 1 THEN x = max ELSE max = x | {"x":7,"max":2} ;; {"x":7,"max":1} | {"x":2,"max":2} ;; {"x":7,"max":7}
            IF x IN [1,2] AND s NOT IN ['b'] THEN z = 1 ELSE z = 0 | {"x":1,"s":"a"} ;; {"x":1,"s":"b"} | {"x":1,"s":"a","z":1} ;; {"x":1,"s":"b","z":0}
            IF t >= 2026-01-31T12:00:00Z THEN late = true ELSE late = false | {"t":"2026-01-31T12:00:00.000001Z"} ;; {"t":"2026-01-31T13:30:00+02:00"} | {"t":"2026-01-31T12:00:00.000001Z","late":true} ;; {"t":"2026-01-31T13:30:00+02:00","late":false}
            timestamp > '2024-01-01' AND timestamp < '2024-02-01T00:00:00Z' | {"timestamp":"2024-01-31T23:59:59Z"} ;; {"timestamp":"2024-02-01T00:00:00Z"} | {"timestamp":"2024-01-31T23:59:59Z"}
            t > '2024-11-01T02:55:01Z' | {"t":1730429702000} ;; {"t":1730429701000} | {"t":1730429702000}
            # rules that are in use
            SNCL IN ['P505.PW.LY_.00', 'P506.PW.LY_.00'] ;; IF Q > 2000000 THEN alert = blue ;; IF Q <= 2000000 THEN alert = red ;; IF alert = 'red' THEN rate = 2 | {"SNCL":"P505.PW.LY_.00","Q":2000001} ;; {"SNCL":"P506.PW.LY_.00","Q":2000000} ;; {"SNCL":"P507.PW.LY_.00","Q":1} | {"SNCL":"P505.PW.LY_.00","Q":2000001,"alert":"blue"} ;; {"SNCL":"P506.PW.LY_.00","Q":2000000,"alert":"red","rate":2}
            meta.vsn IN ['W070','W071'] ;; IF name = env.temperature THEN temperature = value ;; IF name = env.pressure THEN pressure = value ;; IF meta.vsn = 'W070' THEN state = 'California' ;; IF meta.vsn = 'W071' THEN state = 'Utah' ;; IF temperature > 35 OR humidity < 25 THEN alert = 'Heatwave' ELSE alert = 'None' | {"name":"env.temperature","value":35.5,"meta":{"vsn":"W070"}} ;; {"name":"env.pressure","value":99,"meta.vsn":"W071"} ;; {"name":"env.pressure","value":99,"meta":{"vsn":"W072"}} | {"name":"env.temperature","value":35.5,"meta":{"vsn":"W070"},"temperature":35.5,"state":"California","alert":"Heatwave"} ;; {"name":"env.pressure","value":99,"meta.vsn":"W071","pressure":99,"state":"Utah","alert":"None"}
            IF Rad > 180 THEN alert = red ELSE alert = blue ;; IF alert IN ['red'] THEN Rad = Rad*Rad | {"Rad":181.5} ;; {"Rad":180} | {"Rad":32942.25,"alert":"red"} ;; {"Rad":180,"alert":"blue"}
            name IN ['sturdy','damp','limber'] ;; IF name = 'sturdy' THEN alert = red | {"name":"sturdy"} ;; {"name":"damp"} ;; {"name":"dry"} | {"name":"sturdy","alert":"red"} ;; {"name":"damp"}
            x > -1 ;; IF x > -0.005 THEN x = y-20 ELSE x = 30+x ;; IF x > 0 THEN alert = 2000 ELSE alert = 9999*x | {"x":0,"y":21} ;; {"x":-0.5,"y":1} ;; {"x":0,"y":19.5} ;; {"x":-1,"y":1} | {"x":1,"y":21,"alert":2000} ;; {"x":29.5,"y":1,"alert":2000} ;; {"x":-0.5,"y":19.5,"alert":-4999.5}
            IF ozone_concentration > 30 THEN alert = HIGH ELSE alert = LOW | {"ozone_concentration":31} ;; {"ozone_concentration":30} | {"ozone_concentration":31,"alert":"HIGH"} ;; {"ozone_concentration":30,"alert":"LOW"}
            # rules in order
            x > 1 ;; IF x > 5 THEN x = 0 ;; x < 3 | {"x":1} ;; {"x":2} ;; {"x":4} ;; {"x":6} | {"x":2} ;; {"x":0}
            IF x > 5 THEN alert = high ;; IF alert = 'high' THEN rate = 2 ;; alert != low | {"x":6} ;; {"x":5} ;; {"x":5,"alert":"mid"} | {"x":6,"alert":"high","rate":2} ;; {"x":5,"alert":"mid"}
            IF v = a THEN s = 1 ;; IF v = b THEN s = 2 ;; IF v = c THEN s = 3 ;; s >= 2 | {"v":"a"} ;; {"v":"b"} ;; {"v":"c"} ;; {"v":"d"} | {"v":"b","s":2} ;; {"v":"c","s":3}
            IF x > 1 THEN level = high ;; s = level | {"x":2,"s":"high"} ;; {"x":2,"s":"level"} | {"x":2,"s":"high","level":"high"}
            """)
    void gives_the_documented_answer(String rules, String rows, String left) {
        List<String> parts = split(rules);
        if (left != null && left.equals("REFUSED")) {
            assertThat(Rules.compile(parts)).isInstanceOf(Rules.Refused.class);
            return;
        }
        assertThat(Ruled.rows(parts, split(rows))).isEqualTo(split(left));
    }

    private static List<String> split(String all) {
        return all == null || all.isBlank()
                ? List.of()
                : Arrays.stream(all.split(";;")).map(String::strip).toList();
    }
}
