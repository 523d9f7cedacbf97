package io.sluice.bench.search;

import io.sluice.catalog.database.Cursor;
import io.sluice.contract.Catalog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The same questions as an expert would ask the database, who knows the tables, the indexes and the words: each is written out for the
 * case at hand, with its values in it, in more than one way where it cannot be told beforehand which is the fastest. One connection;
 * every column that is shown is read.
 */
public final class HandSql implements AutoCloseable {
    private static final int HITS = 1_001;
    private static final int NEWEST = 200;
    private static final int UP_FRONT = 1_000;
    private static final int MATCHES = 1_000;
    private static final String SHOWN = """
            select d.id, d.name, d.title, d.organization, d.notes, d.tags, d.license, d.private, d.extras, d.source, d.mapping,
                   d.processing, d.metadata, d.credentials, d.paused, d.owner, d.version, d.created_at, d.updated_at
            """;
    private static final String COUNTS = """
            select 'total', '', count(*) from hits
            union all (select 'o', organization, count(*) from hits group by 2 order by 3 desc, 2 limit 20)
            union all (select 'y', type, count(*) from hits group by 2 order by 3 desc, 2 limit 20)
            union all (select 't', tag, count(*) from hits, unnest(tags) tag group by 2 order by 3 desc, 2 limit 20)
            """;
    private static final String EVERYTHING = """
            (select facet, value, count from catalog.facets where facet = 'organization' order by count desc limit 20)
            union all (select facet, value, count from catalog.facets where facet = 'tag' order by count desc limit 20)
            union all select facet, value, count from catalog.facets where facet in ('type', 'total')
            """;
    private static final Map<String, String> COLUMNS =
            Map.of("name", "name", "created", "created_at", "updated", "updated_at");

    private final Connection connection;

    public HandSql(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement settings = connection.createStatement()) {
            settings.execute("set work_mem = '32MB'");
            settings.execute("set jit = off");
        }
    }

    /** Each way to ask it; a way is statements that together have the answer. */
    public List<List<String>> ways(Question question) {
        if (question instanceof Question.Terms terms) {
            return List.of(List.of(matching(terms.ask())));
        }
        Catalog.SearchDatasets ask = ((Question.Search) question).ask();
        List<String> words = Arrays.stream(ask.q().split(" "))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        String filters = filters(ask);
        if (words.isEmpty()) {
            String counts = filters.equals("not private")
                    ? EVERYTHING
                    : "with hits as materialized (select organization, type, tags from catalog.datasets where "
                            + filters + " limit " + HITS + ") " + COUNTS;
            return List.of(List.of(page(ask, filters, column(ask, "updated_at")), counts));
        }
        return ask.sort().equals("relevance") ? ranked(ask, words, filters) : sorted(ask, words, filters);
    }

    private static List<List<String>> ranked(Catalog.SearchDatasets ask, List<String> words, String filters) {
        String query = query(words, "");
        String hit = "(select id, organization, type, tags, ts_rank('{0.1, 0.2, 0.4, 1.0}', search, " + query
                + ") + case when name = " + text(ask.q())
                + " then 1::real else 0::real end as rank from catalog.datasets where "
                + filters;
        String newest = hit + " and search @@ " + query + " order by updated_at desc, id desc limit " + NEWEST + ")";
        String upFront = hit + " and search @@ " + query(words, "!") + " limit " + UP_FRONT + ")";
        return List.of(
                best(ask, hit + " and search @@ " + query + " limit " + HITS + ")"),
                best(ask, newest),
                best(ask, newest + " union " + upFront));
    }

    private static List<String> best(Catalog.SearchDatasets ask, String hits) {
        String after = "";
        if (ask.cursor() != null) {
            List<String> place = Cursor.decode("dataset:relevance", 2, ask.cursor());
            after = " where (rank, id) < (" + place.get(0) + "::real, '" + place.get(1) + "')";
        }
        String cte = "with hits as materialized " + (hits.contains(" union ") ? "(" + hits + ") " : hits + " ");
        return List.of(
                cte + SHOWN + ", best.rank from (select id, rank from hits" + after
                        + " order by rank desc, id desc limit 51) best join catalog.datasets d using (id)"
                        + " order by best.rank desc, d.id desc",
                cte + COUNTS);
    }

    private static List<List<String>> sorted(Catalog.SearchDatasets ask, List<String> words, String filters) {
        String condition = filters + " and search @@ " + query(words, "");
        String page = page(ask, condition, column(ask, "updated_at"));
        String hits =
                "with hits as materialized (select organization, type, tags from catalog.datasets where " + condition;
        return List.of(
                List.of(page, hits + " limit " + HITS + ") " + COUNTS),
                List.of(page, hits + " order by updated_at desc, id desc limit " + NEWEST + ") " + COUNTS));
    }

    private static String page(Catalog.SearchDatasets ask, String condition, String column) {
        boolean down = ask.sort().startsWith("-") || ask.sort().equals("relevance");
        String after = "";
        if (ask.cursor() != null) {
            String kind = ask.sort().equals("relevance") ? "-updated" : ask.sort();
            List<String> place = Cursor.decode("dataset:" + kind, 2, ask.cursor());
            after = " and (" + column + ", id) " + (down ? "<" : ">") + " (" + text(place.get(0)) + ", '" + place.get(1)
                    + "')";
        }
        String direction = down ? " desc" : "";
        return SHOWN + "from catalog.datasets d where " + condition + after + " order by " + column + direction + ", id"
                + direction + " limit 51";
    }

    private static String matching(Catalog.MatchDatasets ask) {
        String likes = ask.keywords().stream()
                .map(keyword -> " and described like " + text("%" + keyword + "%"))
                .collect(Collectors.joining());
        return SHOWN + "from (select * from catalog.datasets where not private" + likes + " limit " + MATCHES
                + ") d order by d.name";
    }

    private static String filters(Catalog.SearchDatasets ask) {
        List<String> filters = new ArrayList<>(List.of("not private"));
        if (ask.organization() != null) {
            filters.add("organization = " + text(ask.organization()));
        }
        if (ask.type() != null) {
            filters.add("type = " + text(ask.type()));
        }
        if (ask.tag() != null) {
            filters.add("tags @> array[" + text(ask.tag()) + "]");
        }
        return String.join(" and ", filters);
    }

    private static String column(Catalog.SearchDatasets ask, String otherwise) {
        return COLUMNS.getOrDefault(ask.sort().replace("-", ""), otherwise);
    }

    private static String query(List<String> words, String mark) {
        return text(words.stream().map(word -> "'" + mark + word + "':*").collect(Collectors.joining(" & ")))
                + "::tsquery";
    }

    private static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * Runs the statements one after the other and reads all they answer.
     *
     * @return rows of the first
     */
    public int run(List<String> statements) throws SQLException {
        int first = -1;
        for (String sql : statements) {
            int rows = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(sql)) {
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    for (int column = 1; column <= columns; column++) {
                        found.getString(column);
                    }
                    rows++;
                }
            }
            first = first < 0 ? rows : first;
        }
        return first;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
