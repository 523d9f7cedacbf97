package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalog-service's endpoints of saved views: what somebody watches, to be opened again or handed to others. A view gives no right to the
 * records of its source.
 */
public final class Views {
    public static final Endpoint<CreateView, View> CREATE =
            new Endpoint<>("catalog.view.create", CreateView.class, View.class);
    public static final Endpoint<FindView, View> FIND = new Endpoint<>("catalog.view.find", FindView.class, View.class);
    public static final Endpoint<ListViews, ViewPage> LIST =
            new Endpoint<>("catalog.view.list", ListViews.class, ViewPage.class);
    public static final Endpoint<UpdateView, View> UPDATE =
            new Endpoint<>("catalog.view.update", UpdateView.class, View.class);
    public static final Endpoint<DeleteView, Done> DELETE =
            new Endpoint<>("catalog.view.delete", DeleteView.class, Done.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(CREATE, FIND, LIST, UPDATE, DELETE);

    private Views() {}

    /** Names or ids; exactly one of them. Whether there is such a source is not looked at before the view is opened. */
    public record Source(
            @Nullable String topic,
            @Nullable String stream,
            @Nullable String dataset) {
        public static final int MAX_NAME = 500;
    }

    /**
     * What of the source is shown, and how.
     *
     * @param where empty: every record
     * @param select empty: all of a record
     * @param columns of the table, as paths into a record, in their order; empty: those that the records have
     * @param from where a reader begins, as in an address
     */
    public record Content(Source source, String where, String select, List<String> columns, String from) {
        public static final int MAX_COLUMNS = 200;

        public Content {
            columns = List.copyOf(columns);
        }
    }

    /** What of a view's content is to be another; a null component stays as it is. */
    public record Change(
            @Nullable Source source,
            @Nullable String where,
            @Nullable String select,
            @Nullable List<String> columns,
            @Nullable String from) {
        public static final Change NONE = new Change(null, null, null, null, null);

        public Content over(Content before) {
            return new Content(
                    source == null ? before.source() : source,
                    where == null ? before.where() : where,
                    select == null ? before.select() : select,
                    columns == null ? before.columns() : columns,
                    from == null ? before.from() : from);
        }
    }

    /** @param isPrivate only for its owner and those to whom it is granted */
    public record View(
            String id,
            String name,
            String owner,
            Content content,
            @JsonProperty("private") boolean isPrivate,
            Instant createdAt,
            Instant updatedAt) {
        public static final int MAX_NAME = 200;
    }

    public record CreateView(Caller caller, String name, Content content, boolean isPrivate) {}

    public record FindView(Caller caller, String id) {}

    /**
     * @param q part of the name
     * @param limit 1 to 200
     */
    public record ListViews(
            Caller caller,
            @Nullable String q,
            int limit,
            @Nullable String cursor) {}

    public record ViewPage(
            List<View> items, long total, @Nullable String next) {}

    /** A null component stays as it is. */
    public record UpdateView(
            Caller caller,
            String id,
            @Nullable String name,
            @Nullable String owner,
            Change content,
            @Nullable Boolean isPrivate) {}

    public record DeleteView(Caller caller, String id) {}
}
