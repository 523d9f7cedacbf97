package io.sluice.contract;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the content of a source becomes records: the {@code processing} of a dataset, typed. The map itself is what is stored
 * and shown, as its owner wrote it. Which options a type knows, and what they may be, is in {@link ProcessingReader}.
 *
 * @param key path to the field that becomes the key of the record; null: no key
 * @param timestamp path to the field that becomes the time of the record; null: when it is written
 */
public record Processing(
        Table table,
        Tree tree,
        Grid grid,
        Flow flow,
        @Nullable String key,
        @Nullable String timestamp) {

    /**
     * Delimited text.
     *
     * @param delimiter null: the type's own, comma or tabulator; {@code \s+}: any run of blanks
     * @param headerLine number of the line with the names of the columns, from 1; 0 when both numbers count from 0; null: 1, or none
     *     when {@code columns} are given
     * @param startLine number of the first line with data, counted likewise; null: the one after the header
     * @param commentChar a line that begins with it is passed over; null: there are no such lines
     * @param quoteChar null: the double quote
     * @param columns names of the columns, in place of a header; empty: from the header
     * @param inferTypes numbers, true and false become what they are, and an empty cell null; else every cell is a text
     */
    public record Table(
            @Nullable String delimiter,
            @Nullable Integer headerLine,
            @Nullable Integer startLine,
            @Nullable Character commentChar,
            @Nullable Character quoteChar,
            @Nullable Charset encoding,
            List<String> columns,
            boolean inferTypes) {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /**
     * JSON and what is like it.
     *
     * @param dataKey path to the records inside a document, as {@code a.b[0].c} or {@code a.b.0.c}; null: the document itself, or the elements of the array that it is
     * @param infoKey path to what the document says once, added to each record as {@code info}; null: none
     * @param additionalKey likewise, added as {@code additional}
     */
    public record Tree(
            @Nullable String dataKey,
            @Nullable String infoKey,
            @Nullable String additionalKey) {}

    /**
     * NetCDF.
     *
     * @param group path of the group, such as {@code /forecast/surface}; null: the root
     * @param variables which become fields; empty: all
     */
    public record Grid(@Nullable String group, List<String> variables) {
        public Grid {
            variables = List.copyOf(variables);
        }
    }

    /**
     * The course of reading.
     *
     * @param batchMode a record whose fields are all lists becomes as many records as they are long; one with lists of different lengths
     *     fails
     * @param batchInterval the longest that a record waits to be written together with others
     * @param timeWindow a source that has had nothing for so long counts as idle; it goes on
     * @param fromEarliest of a foreign topic: everything that is there, or only what comes
     * @param refreshRate the least pause before an endless source is opened again; null: as the server says, or the back-off
     * @param idKey of a poll: path to what tells records apart; null: the id of an entry of RSS or Atom, and for others a record that is
     *     equal to one of the last answer is known
     * @param skipSameContent of a directory: a file whose content has been published under another name is passed over
     */
    public record Flow(
            boolean batchMode,
            Duration batchInterval,
            Duration timeWindow,
            boolean fromEarliest,
            @Nullable Duration refreshRate,
            @Nullable String idKey,
            boolean skipSameContent) {}

    /**
     * @param type of the source
     * @param options as the owner wrote them
     * @throws ProblemException {@code Invalid} with everything that is wrong
     */
    public static Processing of(String type, Map<String, Object> options) {
        ProcessingReader reader = new ProcessingReader(type, options);
        Processing processing = reader.read();
        if (!reader.violations().isEmpty()) {
            throw Problem.Invalid.of(reader.violations()).toException();
        }
        return processing;
    }

    /** The names of the options that a type knows. */
    public static Set<String> options(String type) {
        return ProcessingReader.known(type);
    }

    /** Everything that is wrong with the options; empty when they can be used. */
    public static List<Violation> check(String type, Map<String, Object> options) {
        ProcessingReader reader = new ProcessingReader(type, options);
        reader.read();
        return reader.violations();
    }

    /** Whether records are changed on their way, so that they cannot be read where they are. */
    public boolean changesRecords() {
        return flow.batchMode() || tree.dataKey() != null || key != null || timestamp != null;
    }
}
