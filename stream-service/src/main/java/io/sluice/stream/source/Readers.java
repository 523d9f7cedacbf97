package io.sluice.stream.source;

import io.sluice.contract.Source;
import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.Feeds;
import io.sluice.stream.intake.file.GridReader;
import io.sluice.stream.intake.file.JsonReader;
import io.sluice.stream.intake.file.TableReader;

/** Which reader a source has, by its type. */
final class Readers {
    private Readers() {}

    static Reader.Factory of(Feeds feeds, Origin origin) {
        Source source = origin.source();
        if (source instanceof Source.Csv csv) {
            return TableReader.of(origin, csv);
        } else if (source instanceof Source.Text text) {
            return TableReader.of(origin, text);
        } else if (source instanceof Source.Json json) {
            return JsonReader.of(origin, json);
        } else if (source instanceof Source.NetCdf grid) {
            return GridReader.of(origin, grid);
        }
        return feeds.of(origin).orElse(positions -> {
            throw SourceFault.lasting("Sources of type " + source.type() + " are not available yet.");
        });
    }
}
