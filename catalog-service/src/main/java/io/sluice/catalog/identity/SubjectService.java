package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Subjects;
import io.sluice.contract.Subjects.ResolveSubjects;
import io.sluice.contract.Subjects.Subject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;

/** Ids of users, and users of ids. */
public final class SubjectService implements Feature {
    private static final String FIND = "select id, name from catalog.users where name = $1";
    private static final String RESOLVE =
            "select id, name from catalog.users where lower(name) = any($1::text[]) or id::text = any($1::text[])";

    private final Session session;

    public SubjectService(Session session) {
        this.session = session;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Subjects.FIND.serve(vertx, this::find), Subjects.RESOLVE.serve(vertx, this::resolve));
    }

    private Future<Subject> find(Subjects.FindSubject ask) {
        return session.query(FIND, ask.caller().user()).map(rows -> Columns.first(rows, SubjectService::toSubject)
                .orElseThrow(() -> new Problem.Unauthenticated().toException()));
    }

    private Future<Subjects.Resolved> resolve(ResolveSubjects ask) {
        new Violations()
                .check(ask.names().size() <= ResolveSubjects.MAX, "/names", "at most " + ResolveSubjects.MAX)
                .refuse();
        String[] names =
                ask.names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toArray(String[]::new);
        return session.query(RESOLVE, (Object) names)
                .map(rows -> new Subjects.Resolved(Columns.all(rows, SubjectService::toSubject)));
    }

    private static Subject toSubject(Row row) {
        return new Subject(row.getUUID("id"), row.getString("name"));
    }
}
