package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NDP's structured rules, each with rows and what is left of them; and what is refused, with its pointer. */
class StructuredRulesTest {
    private static final String FIVE = "{'x':4} ;; {'x':5} ;; {'x':6} ;; {'x':null} ;; {}";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            eq      | 5       | {'x':5}
            =       | 5       | {'x':5}
            ==      | 5       | {'x':5}
            neq     | 5       | {'x':4} ;; {'x':6}
            !=      | 5       | {'x':4} ;; {'x':6}
            <>      | 5       | {'x':4} ;; {'x':6}
            ne      | 5       | {'x':4} ;; {'x':6}
            gt      | 5       | {'x':6}
            >       | 5       | {'x':6}
            gte     | 5       | {'x':5} ;; {'x':6}
            >=      | 5       | {'x':5} ;; {'x':6}
            LT      | 5       | {'x':4}
            <       | 5       | {'x':4}
            Lte     | 5       | {'x':4} ;; {'x':5}
            <=      | 5       | {'x':4} ;; {'x':5}
            in      | [4, 6]  | {'x':4} ;; {'x':6}
            in      | []      | ~~
            NIN     | [4, 6]  | {'x':5}
            not in  | [4, 6]  | {'x':5}
            nin     | []      | {'x':4} ;; {'x':5} ;; {'x':6} ;; {'x':null} ;; {}
            between | [5, 6]  | {'x':5} ;; {'x':6}
            eq      | null    | {'x':null} ;; {}
            neq     | null    | {'x':4} ;; {'x':5} ;; {'x':6}
            """)
    void compares(String op, String value, String left) {
        String rule = "{'type':'comparison','column':'x','op':'" + op + "','value':" + value + "}";

        assertThat(Ruled.rows(rules(rule), rules(FIVE))).isEqualTo(rules(left));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'type':'mapping','column':'x','action':'drop'} | {'x':1,'y':2} ;; {'y':3} | {'y':2} ;; {'y':3}
            {'type':'mapping','column':'x','action':'rename','new_name':'z'} | {'x':1.50,'y':2} ;; {'y':3,'z':4} | {'y':2,'z':1.50} ;; {'y':3,'z':4}
            {'type':'mapping','column':'x','action':'rename','new_name':'x'} | {'x':1} | {'x':1}
            {'type':'mapping','column':'x','action':'drop'} ;; x > 1 | {'x':2} | ~~
            {'type':'mapping','column':'x','action':'drop'} ;; IF y = 1 THEN x = 3 | {'x':2,'y':1} ;; {'x':2,'y':2} | {'y':1,'x':3} ;; {'y':2}
            {'type':'mapping','column':'x','action':'rename','new_name':'z'} ;; z > 1 | {'x':2} ;; {'x':1} | {'z':2}
            {'type':'mapping','column':'x','action':'rename','new_name':'y'} ;; {'type':'mapping','column':'y','action':'rename','new_name':'x'} | {'x':1,'y':2} | {'x':1}
            {'type':'comparison','column':'s','op':'eq','value':'a','description':'only a'} | {'s':'a'} ;; {'s':'b'} | {'s':'a'}
            {'type':'comparison','column':'s','op':'eq','value':true} | {'s':true} ;; {'s':'true'} | {'s':true}
            {'type':'comparison','column':'s','op':'in','value':['a',1,true]} | {'s':'a'} ;; {'s':1} ;; {'s':true} ;; {'s':'1'} | {'s':'a'} ;; {'s':1} ;; {'s':true}
            {'type':'comparison','column':'x','op':'gt','value':'y'} | {'x':2,'y':1} ;; {'x':1,'y':2} ;; {'x':'z'} | {'x':2,'y':1} ;; {'x':'z'}
            {'type':'comparison','column':'m.v','op':'between','value':['lo', 9]} | {'m':{'v':5},'lo':4} ;; {'m.v':5,'lo':6} | {'m':{'v':5},'lo':4}
            {'type':'comparison','column':'t','op':'gte','value':'2026-01-31T12:00:00Z'} | {'t':'2026-01-31T12:00:00.1Z'} ;; {'t':'2026-01-31T12:00:00+02:00'} | {'t':'2026-01-31T12:00:00.1Z'}
            {'type':'comparison','column':'x','op':'gt','value':5,'keep_nulls':true} | {'x':6.50} ;; {'x':5,'y':1} ;; {'x':null} ;; {'y':2} | {'x':6.50} ;; {'x':null,'y':1} ;; {'x':null} ;; {'y':2}
            {'type':'group','logic':'and','rules':[{'type':'comparison','column':'x','op':'gt','value':5},{'type':'comparison','column':'y','op':'lt','value':5}]} | {'x':6,'y':4} ;; {'x':6,'y':5} | {'x':6,'y':4}
            {'type':'group','logic':'OR','rules':[{'type':'comparison','column':'x','op':'gt','value':5},{'type':'group','logic':'and','rules':[{'type':'comparison','column':'y','op':'lt','value':5}]}]} | {'x':6} ;; {'y':4} ;; {'x':1,'y':9} | {'x':6} ;; {'y':4}
            {'type':'group','logic':'or','keep_nulls':true,'rules':[{'type':'comparison','column':'x','op':'gt','value':5},{'type':'comparison','column':'y','op':'lt','value':5}]} | {'x':6,'y':9} ;; {'x':1,'y':9} | {'x':6,'y':9} ;; {'x':null,'y':null}
            {'type':'group','logic':'and','rules':[{'type':'comparison','column':'x','op':'gt','value':5},{'type':'comparison','column':'y','op':'lt','value':5,'keep_nulls':true}]} | {'x':6,'y':9} ;; {'x':1,'y':1} | {'x':6,'y':null}
            x > 1 ;; {'type':'comparison','column':'y','op':'eq','value':'z'} ;; IF y = z THEN y = 'found' | {'x':2,'y':'z'} ;; {'x':1,'y':'z'} ;; {'x':2,'y':'a'} | {'x':2,'y':'found'}
            """)
    void gives_the_documented_answer(String rules, String rows, String left) {
        assertThat(Ruled.rows(rules(rules), rules(rows))).isEqualTo(rules(left));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {} | /0/type | expected a text for 'type'
            {'type' | /0 | this is not JSON
            {'type':'mapping'} {} | /0 | expected nothing behind the rule
            {'type':'mapping'} | /0/column | expected a text for 'column'
            {'type':'sort'} | /0/type | expected mapping, comparison or group
            {'type':'mapping','column':'x','action':'move'} | /0/action | expected drop or rename
            {'type':'mapping','column':'x','action':'rename'} | /0/new_name | expected a text for 'new_name'
            {'type':'mapping','column':'x','action':'drop','a/b':1} | /0/a~1b | there is no 'a/b' in this rule
            {'type':'comparison','column':7,'op':'eq','value':1} | /0/column | expected a text for 'column'
            {'type':'comparison','column':'x','op':'like','value':1} | /0/op | expected one of eq neq gt gte lt lte in nin between
            {'type':'comparison','column':'x','op':'eq'} | /0/value | expected a text, a number, true or false for 'value'
            {'type':'comparison','column':'x','op':'eq','value':[1]} | /0/value | expected a text, a number, true or false for 'value'
            {'type':'comparison','column':'x','op':'gt','value':true} | /0/value | expected something that has an order, found true or false
            {'type':'comparison','column':'x','op':'in','value':'a'} | /0/value | expected a list for 'value'
            {'type':'comparison','column':'x','op':'in','value':[1,{}]} | /0/value/1 | expected a text, a number, true or false
            {'type':'comparison','column':'x','op':'between','value':[1]} | /0/value | expected a list of two bounds, such as [1, 10]
            {'type':'comparison','column':'x','op':'eq','value':1,'keep_nulls':'yes'} | /0/keep_nulls | expected true or false for 'keep_nulls'
            {'type':'group','logic':'xor','rules':[]} | /0/logic | expected and, or or
            {'type':'group','logic':'and','rules':[]} | /0/rules | expected at least one rule
            {'type':'group','logic':'and','rules':[{'type':'mapping'}]} | /0/rules/0/type | expected comparison or group inside of a group
            {'type':'group','logic':'and','rules':[{'type':'comparison','column':'x','op':'eq','value':1},7]} | /0/rules/1 | expected a rule: a JSON object with its type
            {'type':'group','logic':'or','rules':[{'type':'comparison','keep_nulls':true}]} | /0/rules/0/keep_nulls | a rule that keeps nulls would let every record through an or
            """)
    void is_refused_with_its_pointer(String rule, String pointer, String message) {
        assertThat(Rules.compile(rules(rule)).faults()).containsExactly(new Rules.Fault(pointer, message, null, 0));
    }

    private static List<String> rules(String all) {
        return all == null || all.isBlank()
                ? List.of()
                : Arrays.stream(all.split(";;"))
                        .map(String::strip)
                        .map(rule -> rule.startsWith("{") ? rule.replace('\'', '"') : rule)
                        .toList();
    }
}
