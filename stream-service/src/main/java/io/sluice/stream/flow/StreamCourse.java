package io.sluice.stream.flow;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Through which topics a stream leads what reads the stream and not one of its topics: each version has a topic of its own, and who has read
 * one to its end goes on in the next. Immutable.
 */
public final class StreamCourse {
    /** A version has ended for good once its row is gone; one that another goes on behind, as soon as that knows where. */
    private static final String COURSE = "with course as (select version, topic, goes_on, begins from stream_past"
            + " where stream = $1 union all select version, topic, false, null from stream where stream = $1 and "
            + StreamRows.CURRENT + ") select c.topic, c.goes_on, c.begins, not exists (select 1 from stream s"
            + " where s.stream = $1 and s.topic = c.topic and not (c.goes_on and s.wanted = 'DELETING')) as ended"
            + " from course c order by c.version";

    private final Sql sql;

    public StreamCourse(Sql sql) {
        this.sql = sql;
    }

    /**
     * Topic of a version that was put behind another one.
     *
     * @param goesOn it goes on at the very record where that one ended, so both topics together have each record once
     * @param ends of it at the moment when it took the place of that one, by partition; empty: not known, or it goes on
     */
    public record Leg(String topic, boolean goesOn, List<Long> ends) {
        public Leg {
            ends = List.copyOf(ends);
        }
    }

    /**
     * What comes behind a topic.
     *
     * @param ended nothing more is written to that topic by the stream
     * @param behind topics of the versions since, oldest first; empty: it is the present one, or the stream is gone
     */
    public record Ahead(boolean ended, List<Leg> behind) {
        public static final Ahead NOTHING = new Ahead(false, List.of());

        public Ahead {
            behind = List.copyOf(behind);
        }
    }

    /** A version, and how the one behind it begins. */
    private record Version(String topic, boolean ended, boolean goesOn, List<Long> begins) {
        static Version read(Row row) {
            Long[] begins = row.getArrayOfLongs("begins");
            return new Version(
                    row.getString("topic"),
                    row.getBoolean("ended"),
                    row.getBoolean("goes_on"),
                    begins == null ? List.of() : List.of(begins));
        }
    }

    /** @param stream the id that the world knows */
    public Future<Ahead> behind(UUID stream, String topic) {
        return sql.list(Version::read, COURSE, stream).map(versions -> behind(versions, topic));
    }

    /** A topic that nothing is known of is that of a version from before versions were written down: all others are newer. */
    private static Ahead behind(List<Version> versions, String topic) {
        int at = versions.stream().map(Version::topic).toList().indexOf(topic);
        List<Leg> legs = new ArrayList<>();
        for (int i = at + 1; i < versions.size(); i++) {
            Version before = i == 0 ? null : versions.get(i - 1);
            legs.add(
                    before == null
                            ? new Leg(versions.get(i).topic(), false, List.of())
                            : new Leg(versions.get(i).topic(), before.goesOn(), before.begins()));
        }
        return legs.isEmpty()
                ? Ahead.NOTHING
                : new Ahead(at < 0 || versions.get(at).ended(), legs);
    }
}
