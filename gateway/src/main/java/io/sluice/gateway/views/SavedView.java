package io.sluice.gateway.views;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.contract.Views;
import java.time.Instant;
import java.util.List;

/** A saved view as it is shown. */
record SavedView(
        String id,
        String name,
        String owner,
        Views.Source source,
        String where,
        String select,
        List<String> columns,
        String from,
        @JsonProperty("private") boolean isPrivate,
        Instant createdAt,
        Instant updatedAt) {

    static SavedView of(Views.View view) {
        Views.Content content = view.content();
        return new SavedView(
                view.id(),
                view.name(),
                view.owner(),
                content.source(),
                content.where(),
                content.select(),
                content.columns(),
                content.from(),
                view.isPrivate(),
                view.createdAt(),
                view.updatedAt());
    }
}
