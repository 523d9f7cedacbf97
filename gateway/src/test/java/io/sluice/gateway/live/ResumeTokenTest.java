package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ResumeTokenTest {
    @Property
    void reading_what_was_written_is_the_identity(@ForAll @Size(max = 40) List<@LongRange(min = 0) Long> next) {
        long[] offsets = next.stream().mapToLong(Long::longValue).toArray();
        ResumeToken token = new ResumeToken("pJ3kkcPMRgGQ0nvbc2cKUg", Position.of(offsets));
        assertThat(ResumeToken.parse(token.text(), "/resume")).isEqualTo(token);
        assertThat(token.text()).matches("[A-Za-z0-9_-]+");
    }

    @Property(tries = 3000)
    void garbage_is_refused_and_nothing_else_happens(@ForAll String text) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> ResumeToken.parse(text, "/resume"));
        assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
    }

    @Property(tries = 3000)
    void a_token_that_was_cut_or_changed_is_refused_or_still_a_token(
            @ForAll int position, @ForAll char replacement, @ForAll boolean cut) {
        String text = new ResumeToken("pJ3kkcPMRgGQ0nvbc2cKUg", Position.of(17, 400, 70_000)).text();
        int at = Math.floorMod(position, text.length());
        String changed = cut ? text.substring(0, at) : text.substring(0, at) + replacement + text.substring(at + 1);
        try {
            assertThat(ResumeToken.parse(changed, "/resume").position().partitions())
                    .isNotNegative();
        } catch (ProblemException refused) {
            assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
        }
    }
}
