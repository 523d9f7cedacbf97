package io.sluice.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.sluice.contract.RecordFormat;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of cells as an object of the named columns, or as a list where no columns are named. Blanks around a cell do not count;
 * double quotes are as in CSV (RFC 4180). What is written as a JSON number is one, digit for digit, {@code true} and {@code false}
 * are what they say, an empty cell is null, and anything else is a text. Columns without a cell are null; a cell without a column is
 * a fault, as it would be lost.
 */
final class DelimitedReader implements Guarded.Reader {
    /** {@code 007} and {@code 1.} are texts. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d{0,399})(?:\\.\\d{1,400})?(?:[eE][+-]?\\d{1,3})?");

    private final CsvReader.CsvReaderBuilder csv;
    private final List<String> columns;

    DelimitedReader(RecordFormat.Part part) {
        String delimiter = part.delimiter() == null ? "," : part.delimiter();
        String between = delimiter.isBlank() ? delimiter : delimiter.strip();
        this.csv = CsvReader.builder().fieldSeparator(between).trimWhitespacesAroundQuotes(true);
        this.columns = part.columns();
    }

    @Override
    public Decoded read(byte[] bytes) throws IOException {
        CsvRecord record = csv.ofSingleCsvRecord(TextReader.text(bytes, 0, bytes.length));
        List<String> cells = record.getFields();
        if (columns.isEmpty()) {
            return JsonOutput.write(json -> list(json, cells));
        } else if (cells.size() > columns.size()) {
            throw new DecodeFault(cells.size() + " cells are more than " + columns.size() + " columns");
        }
        return JsonOutput.write(json -> object(json, cells));
    }

    private static void list(JsonGenerator json, List<String> cells) throws IOException {
        json.writeStartArray();
        for (String cell : cells) {
            cell(json, cell.strip());
        }
        json.writeEndArray();
    }

    private void object(JsonGenerator json, List<String> cells) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(columns.get(i));
            cell(json, i < cells.size() ? cells.get(i).strip() : "");
        }
        json.writeEndObject();
    }

    private static void cell(JsonGenerator json, String cell) throws IOException {
        switch (cell) {
            case "" -> json.writeNull();
            case "true" -> json.writeBoolean(true);
            case "false" -> json.writeBoolean(false);
            default -> {
                if (NUMBER.matcher(cell).matches()) {
                    json.writeNumber(cell);
                } else {
                    json.writeString(cell);
                }
            }
        }
    }
}
