package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalog's endpoints: organisations and datasets. What the caller may not see is {@link Problem.NotFound}. */
public final class Catalog {
    public static final Endpoint<CreateOrganization, Organization> CREATE_ORGANIZATION =
            new Endpoint<>("catalog.organization.create", CreateOrganization.class, Organization.class);
    public static final Endpoint<FindOrganization, Organization> FIND_ORGANIZATION =
            new Endpoint<>("catalog.organization.find", FindOrganization.class, Organization.class);
    public static final Endpoint<ListOrganizations, Organizations> LIST_ORGANIZATIONS =
            new Endpoint<>("catalog.organization.list", ListOrganizations.class, Organizations.class);
    public static final Endpoint<UpdateOrganization, Organization> UPDATE_ORGANIZATION =
            new Endpoint<>("catalog.organization.update", UpdateOrganization.class, Organization.class);
    public static final Endpoint<DeleteOrganization, Done> DELETE_ORGANIZATION =
            new Endpoint<>("catalog.organization.delete", DeleteOrganization.class, Done.class);

    public static final Endpoint<CreateDataset, Dataset> CREATE_DATASET =
            new Endpoint<>("catalog.dataset.create", CreateDataset.class, Dataset.class);
    public static final Endpoint<FindDataset, Dataset> FIND_DATASET =
            new Endpoint<>("catalog.dataset.find", FindDataset.class, Dataset.class);
    public static final Endpoint<SearchDatasets, DatasetPage> SEARCH_DATASETS =
            new Endpoint<>("catalog.dataset.search", SearchDatasets.class, DatasetPage.class);
    public static final Endpoint<Suggest, Suggestions> SUGGEST =
            new Endpoint<>("catalog.dataset.suggest", Suggest.class, Suggestions.class);
    public static final Endpoint<MatchDatasets, Datasets> MATCH_DATASETS =
            new Endpoint<>("catalog.dataset.match", MatchDatasets.class, Datasets.class);
    public static final Endpoint<UpdateDataset, Dataset> UPDATE_DATASET =
            new Endpoint<>("catalog.dataset.update", UpdateDataset.class, Dataset.class);
    public static final Endpoint<RunDataset, Dataset> RUN_DATASET =
            new Endpoint<>("catalog.dataset.run", RunDataset.class, Dataset.class);
    public static final Endpoint<DeleteDataset, Done> DELETE_DATASET =
            new Endpoint<>("catalog.dataset.delete", DeleteDataset.class, Done.class);
    public static final Endpoint<ListVersions, Versions> LIST_VERSIONS =
            new Endpoint<>("catalog.version.list", ListVersions.class, Versions.class);
    public static final Endpoint<FindVersion, Revision> FIND_VERSION =
            new Endpoint<>("catalog.version.find", FindVersion.class, Revision.class);
    /** This catalogue and those that the configuration names, together. */
    public static final Endpoint<SearchFederation, FederatedPage> SEARCH_FEDERATION =
            new Endpoint<>("catalog.federation.search", SearchFederation.class, FederatedPage.class);
    /** Every dataset whose {@link Source#runs source runs}, paused ones included. */
    public static final Endpoint<ListSources, Datasets> LIST_SOURCES =
            new Endpoint<>("catalog.source.list", ListSources.class, Datasets.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(
            CREATE_ORGANIZATION,
            FIND_ORGANIZATION,
            LIST_ORGANIZATIONS,
            UPDATE_ORGANIZATION,
            DELETE_ORGANIZATION,
            CREATE_DATASET,
            FIND_DATASET,
            SEARCH_DATASETS,
            MATCH_DATASETS,
            SUGGEST,
            SEARCH_FEDERATION,
            UPDATE_DATASET,
            RUN_DATASET,
            DELETE_DATASET,
            LIST_VERSIONS,
            FIND_VERSION,
            LIST_SOURCES);

    private Catalog() {}

    public record CreateOrganization(
            Caller caller,
            String name,
            String title,
            @Nullable String description) {}

    public record FindOrganization(Caller caller, String name) {}

    /** @param limit 1 to 200; {@code cursor} as the previous page gave it */
    public record ListOrganizations(
            Caller caller, int limit, @Nullable String cursor) {}

    public record Organizations(
            List<Organization> items, long total, @Nullable String next) {}

    /** A null component stays as it is. */
    public record UpdateOrganization(
            Caller caller,
            String name,
            @Nullable String title,
            @Nullable String description) {}

    /** @param cascade deletes the datasets inside too; otherwise their presence is a {@link Problem.Conflict} */
    public record DeleteOrganization(Caller caller, String name, boolean cascade) {}

    /** For a source that runs the topic is created first, so a 201 means that it can be read. */
    public record CreateDataset(
            Caller caller,
            String name,
            String title,
            String organization,
            String notes,
            List<String> tags,
            @Nullable String license,
            @JsonProperty("private") boolean isPrivate,
            Map<String, Object> extras,
            Source source,
            Map<String, String> mapping,
            Map<String, Object> processing,
            Metadata metadata,
            Map<String, Sealed> credentials) {}

    /** @param ref id or name */
    public record FindDataset(Caller caller, String ref) {}

    /**
     * @param q words that must all match, each as a prefix; empty: everything
     * @param owner only what this user owns
     * @param area only what lies in it at least in part
     * @param during only what covers it at least in part
     * @param sort {@code relevance}, or {@code name}, {@code created}, {@code updated}, with {@code -} for descending
     * @param limit 1 to 200
     */
    public record SearchDatasets(
            Caller caller,
            String q,
            @Nullable String organization,
            @Nullable String tag,
            @Nullable String type,
            @Nullable String owner,
            Metadata.@Nullable Spatial area,
            Metadata.@Nullable Temporal during,
            String sort,
            int limit,
            @Nullable String cursor) {

        /** Wherever and whenever. */
        public SearchDatasets(
                Caller caller,
                String q,
                @Nullable String organization,
                @Nullable String tag,
                @Nullable String type,
                @Nullable String owner,
                String sort,
                int limit,
                @Nullable String cursor) {
            this(caller, q, organization, tag, type, owner, null, null, sort, limit, cursor);
        }
    }

    /**
     * @param exact whether {@code total} and {@code facets} were counted; otherwise they are estimates from a sample
     * @param facets counts under the query, by {@code organization}, {@code tag} and {@code type}, most frequent first
     */
    public record DatasetPage(
            List<Dataset> items,
            long total,
            boolean exact,
            Map<String, List<FacetCount>> facets,
            @Nullable String next) {

        /** With everything counted. */
        public DatasetPage(
                List<Dataset> items, long total, Map<String, List<FacetCount>> facets, @Nullable String next) {
            this(items, total, true, facets, next);
        }
    }

    /**
     * @param ask with a cursor of a {@link FederatedPage}
     * @param local whether this catalogue is searched as well; else {@code limit} may be up to 1,000
     */
    public record SearchFederation(SearchDatasets ask, boolean local) {

        /** Here and elsewhere. */
        public SearchFederation(SearchDatasets ask) {
            this(ask, true);
        }
    }

    /**
     * Every catalogue gives its share of the page, at most {@code limit} in all, and the answers take turns; across pages they are in the
     * order of their own catalogue only.
     *
     * @param total of those that answered
     * @param servers all that were asked for this page, the local one first
     */
    public record FederatedPage(
            List<Entry> items,
            long total,
            boolean exact,
            List<Server> servers,
            @Nullable String next) {}

    /** A dataset of this catalogue, server {@code local}, or a listing of another; never both. */
    public record Entry(
            String server,
            @Nullable Dataset dataset,
            @Nullable Listing listing) {}

    /**
     * @param url of its page there
     * @param extras as it has them, at most 200
     */
    public record Listing(
            String id,
            String name,
            String title,
            @Nullable String organization,
            String notes,
            List<String> tags,
            @Nullable String license,
            @Nullable String url,
            @Nullable Instant updatedAt,
            List<Resource> resources,
            Map<String, Object> extras) {}

    /** @param format in the words of its catalogue */
    public record Resource(String name, String url, String format) {}

    /** @param state {@code ok}, {@code timeout}, {@code error}, or {@code skipped} when it cannot be asked that */
    public record Server(String name, String state, long total) {}

    /**
     * What may be meant by the beginning of a word or name.
     *
     * @param limit 1 to 50
     */
    public record Suggest(Caller caller, String q, int limit) {}

    /** The most likely first. */
    public record Suggestions(List<Suggestion> items) {}

    /** @param kind {@code dataset} (a name, with its title), {@code tag} or {@code organization} */
    public record Suggestion(
            String kind, String value, @Nullable String title) {}

    public record FacetCount(String value, long count) {}

    /**
     * Case-insensitive substrings of everything that describes a dataset; none: all datasets. At most 1,000 answers, by name; where more match, which of
     * them is left open.
     */
    public record MatchDatasets(Caller caller, List<String> keywords, boolean matchAll) {}

    public record Datasets(List<Dataset> items) {}

    /**
     * A null component stays as it is.
     *
     * @param source of the same type and with the same output as before
     * @param credentials replace those that were there
     */
    public record UpdateDataset(
            Caller caller,
            String ref,
            @Nullable String title,
            @Nullable String organization,
            @Nullable String notes,
            @Nullable List<String> tags,
            @Nullable String license,
            @Nullable @JsonProperty("private") Boolean isPrivate,
            @Nullable Map<String, Object> extras,
            @Nullable Map<String, String> mapping,
            @Nullable Map<String, Object> processing,
            @Nullable Metadata metadata,
            @Nullable Source source,
            @Nullable Map<String, Sealed> credentials) {}

    public record RunDataset(Caller caller, String ref, boolean paused) {}

    public record DeleteDataset(Caller caller, String ref) {}

    /**
     * Newest first.
     *
     * @param limit 1 to 200; {@code cursor} as the previous page gave it
     */
    public record ListVersions(
            Caller caller, String ref, int limit, @Nullable String cursor) {}

    public record Versions(
            List<Version> items, long total, @Nullable String next) {}

    /**
     * A change of a dataset.
     *
     * @param version from 1, which is its registration
     * @param changed RFC 6901 pointers of what differs from the version before; of credentials only that they differ
     */
    public record Version(int version, Instant at, String by, List<String> changed) {}

    public record FindVersion(Caller caller, String ref, int version) {}

    /** @param dataset as it was then, without its credentials */
    public record Revision(Version version, Dataset dataset) {}

    public record ListSources() {}
}
