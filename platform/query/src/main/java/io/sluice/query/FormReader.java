package io.sluice.query;

import io.sluice.filter.Filter;
import io.sluice.filter.Limits;
import io.sluice.filter.SyntaxReader;
import io.sluice.query.Form.BranchForm;
import io.sluice.query.Form.JoinForm;
import io.sluice.query.Form.Text;
import io.sluice.query.Statement.JoinClause;
import io.sluice.query.Statement.Named;
import io.sluice.query.Statement.Select;
import io.sluice.query.Statement.Source;
import io.sluice.query.Statement.Within;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a form; each text by itself, with its place in the document. */
final class FormReader {
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private final Form form;
    private final Faults faults = new Faults();
    private final AggregateCalls calls = new AggregateCalls();

    FormReader(Form form) {
        this.form = form;
    }

    Form.Reading read() {
        Statement statement = statement();
        List<Form.Branch> branches = branches();
        if (!faults.none()) {
            return new Form.Reading.Wrong(faults.list());
        }
        Query query = new Resolver(statement, calls, faults).resolve();
        if (!faults.none()) {
            return new Form.Reading.Wrong(faults.list());
        }
        // The canonical text is what counts: equal definitions are equal, however they were written.
        Query canonical = faults.take(Query.parse(query.print()), new Place("", 0, 0), query);
        return faults.none() ? new Form.Reading.Right(canonical, branches) : new Form.Reading.Wrong(faults.list());
    }

    private Statement statement() {
        Form.Window window = form.window();
        GroupForm groups = new GroupForm(this, window);
        Source from = new Source(form.sources(), named(form.alias()), new Place("/source", 0, 0));
        if (form.sources().isEmpty()) {
            faults.report(from.place(), "expected at least one source");
        }
        List<JoinClause> joins = new ArrayList<>();
        form.joins().forEach(join -> joins.add(join(join)));
        if (joins.size() > QueryLimits.MAX_JOINS) {
            faults.report(joins.get(0).place(), "expected at most " + QueryLimits.MAX_JOINS + " joins");
        }
        Text where = present(form.where());
        return new Statement(
                select(),
                groups.aggregates(),
                from,
                joins,
                where == null ? null : part(where, clauses -> clauses.rowCondition("where")),
                groups.groupBy(),
                groups.window(),
                groups.time(),
                groups.having(),
                groups.order(),
                groups.limit(),
                groups.emit());
    }

    private Select select() {
        Text text = present(form.select());
        Select all = new Select(true, List.of(), List.of(), new Place("/select", 0, 0));
        if (text == null) {
            return all;
        }
        Select read = part(text, Clauses::select);
        return read == null ? all : read;
    }

    private JoinClause join(JoinForm join) {
        Place place = new Place(join.pointer(), 0, 0);
        Text on = join.on();
        if (on == null) {
            faults.report(place, "expected \"on\", such as l.x = r.y");
        }
        boolean table = choice(join.kind(), "stream", "table") == 1;
        if (join.refs().isEmpty()) {
            faults.report(place, "expected one of topic, stream, dataset, csv and postgres");
        } else if (join.refs().get(0).isExternal() && join.kind() != null && !table) {
            faults.report(at(join.kind()), "csv and postgres are tables");
        }
        Join.Type type =
                switch (choice(join.type(), "inner", "left", "outer")) {
                    case 1 -> Join.Type.LEFT;
                    case 2 -> Join.Type.OUTER;
                    default -> Join.Type.INNER;
                };
        return new JoinClause(
                type,
                table,
                new Source(join.refs(), named(join.alias()), place),
                within(join),
                span(join.refresh()),
                on == null ? null : part(on, clauses -> clauses.rowCondition("on")),
                place);
    }

    private @Nullable Within within(JoinForm join) {
        Text within = join.within();
        if (within == null) {
            if (join.grace() != null) {
                faults.report(at(join.grace()), "\"grace\" needs \"within\"");
            }
            return null;
        }
        String[] parts = within.value().split(",", 2);
        Statement.Span before = span(new Text(within.pointer(), parts[0]));
        Statement.Span after = parts.length == 1 ? before : span(new Text(within.pointer(), parts[1]));
        return before == null || after == null ? null : new Within(before, after, span(join.grace()));
    }

    private List<Form.Branch> branches() {
        List<Form.Branch> branches = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (BranchForm branch : form.branches()) {
            Place name = new Place(branch.pointer() + "/name", 0, branch.name().length());
            if (!BRANCH.matcher(branch.name()).matches()) {
                faults.report(name, "expected 1 to 100 letters, digits, '-' and '_'");
            } else if (!names.add(branch.name())) {
                faults.report(name, "there are two branches named '" + branch.name() + "'");
            }
            Text topic = branch.topic();
            if (topic != null && !TOPIC.matcher(topic.value()).matches()) {
                faults.report(at(topic), "expected the name of a topic: 1 to 249 letters, digits, '.', '_' and '-'");
            }
            Text where = branch.where();
            faults.report(where.pointer(), Filter.parse(where.value()).violations());
            branches.add(new Form.Branch(
                    branch.name(),
                    Filter.parse(where.value()).orElse(violations -> Filter.ALL),
                    topic == null ? null : topic.value()));
        }
        if (branches.size() > QueryLimits.MAX_BRANCHES) {
            faults.report(new Place("/branches", 0, 0), "expected at most " + QueryLimits.MAX_BRANCHES + " branches");
        }
        return branches;
    }

    /** Reads one text, all of it; null where it was refused. */
    <T> @Nullable T part(Text text, Function<Clauses, T> read) {
        if (text.value().length() > Limits.MAX_TEXT_LENGTH || text.value().indexOf('\0') >= 0) {
            faults.report(
                    at(text),
                    "expected at most " + Limits.MAX_TEXT_LENGTH + " characters, none of them the character 0");
            return null;
        }
        SyntaxReader reader = Clauses.reader(text.value(), calls);
        Clauses clauses = new Clauses(reader, calls, text.pointer());
        List<T> found = new ArrayList<>(1);
        reader.attempt(() -> {
            found.add(read.apply(clauses));
            if (!reader.atEnd()) {
                throw reader.unexpected("expected the end");
            }
        });
        faults.report(text.pointer(), reader.violations());
        return found.isEmpty() || !reader.violations().isEmpty() ? null : found.get(0);
    }

    Statement.@Nullable Span span(@Nullable Text text) {
        return text == null ? null : part(text, clauses -> clauses.span(text.value()));
    }

    /** Which of the words it is; the first where it is absent. */
    int choice(@Nullable Text text, String... words) {
        if (text == null) {
            return 0;
        }
        for (int i = 0; i < words.length; i++) {
            if (words[i].equalsIgnoreCase(text.value())) {
                return i;
            }
        }
        faults.report(at(text), "expected one of " + String.join(", ", words));
        return 0;
    }

    void report(Place place, String message) {
        faults.report(place, message);
    }

    static Place at(Text text) {
        return new Place(text.pointer(), 0, text.value().length());
    }

    private @Nullable Named named(@Nullable Text text) {
        if (text != null && text.value().isBlank()) {
            faults.report(at(text), "expected a name");
        }
        return text == null ? null : new Named(text.value(), at(text));
    }

    /** Null for a blank text, too. */
    static @Nullable Text present(@Nullable Text text) {
        return text == null || text.value().isBlank() ? null : text;
    }

    /** Several texts of one kind; what is refused is left out. */
    <T> List<T> parts(List<Text> texts, Function<Clauses, T> read) {
        List<T> parts = new ArrayList<>();
        for (Text text : texts) {
            T part = part(text, read);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }
}
