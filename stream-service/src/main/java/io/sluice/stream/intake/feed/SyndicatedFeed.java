package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.rometools.rome.feed.synd.SyndCategory;
import com.rometools.rome.feed.synd.SyndContent;
import com.rometools.rome.feed.synd.SyndEnclosure;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.json.DataKey;
import io.sluice.stream.intake.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jdom2.filter.Filters;
import org.jdom2.input.JDOMParseException;
import org.jdom2.input.SAXBuilder;
import org.jspecify.annotations.Nullable;

/**
 * RSS and Atom: each entry a record with {@code id, title, link, author, published, updated, summary, content, categories} and {@code
 * enclosures}, as far as the feed has them; times are ISO 8601 in UTC. A document type declaration is refused, so neither files of
 * this machine nor gigabytes of entities can come out of one.
 */
final class SyndicatedFeed {
    /** What tells entries apart: RSS's guid or Atom's id, else the link. */
    static final DataKey ID = new DataKey("id");

    private static final Set<String> TIMES = Set.of("published", "updated", "issued", "modified", "created", "date");
    private static final Pattern FRACTION = Pattern.compile("(:\\d\\d)\\.(\\d+)");

    private SyndicatedFeed() {}

    /** Whether a text is XML: no JSON begins like that. */
    static boolean begins(byte[] text) {
        for (byte each : text) {
            boolean blankOrMark = each <= ' ';
            if (!blankOrMark) {
                return each == '<';
            }
        }
        return false;
    }

    /** @throws SourceFault if it is no feed */
    static List<byte[]> records(byte[] text, String contentType) throws SourceFault {
        try (XmlReader reader = new XmlReader(new ByteArrayInputStream(text), contentType, true)) {
            SyndFeed feed = new SyndFeedInput().build(document(reader));
            List<byte[]> records = new ArrayList<>();
            for (SyndEntry entry : feed.getEntries()) {
                records.add(record(entry));
            }
            return records;
        } catch (JDOMParseException malformed) {
            throw SourceFault.lasting("The answer is not XML that can be read at line " + malformed.getLineNumber()
                    + ", column " + malformed.getColumnNumber() + "; a document type declaration is not allowed.");
        } catch (JDOMException | FeedException | IllegalArgumentException foreign) {
            throw SourceFault.lasting("The answer is XML or HTML, but neither RSS nor Atom.");
        } catch (IOException foreign) {
            throw SourceFault.lasting("The answer is not in the encoding that it should be in.");
        }
    }

    /** Times with thousandths of a second: the library takes .5 for five of them, and knows nothing of millionths. */
    private static Document document(Reader text) throws JDOMException, IOException {
        SAXBuilder builder = new SAXBuilder();
        builder.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        builder.setExpandEntities(false);
        Document document = builder.build(text);
        List<Element> times = new ArrayList<>();
        document.getDescendants(Filters.element()).forEach(element -> {
            if (TIMES.contains(element.getName())) {
                times.add(element);
            }
        });
        for (Element time : times) {
            time.setText(FRACTION.matcher(time.getTextTrim())
                    .replaceAll(found -> found.group(1) + "." + (found.group(2) + "00").substring(0, 3)));
        }
        return document;
    }

    private static byte[] record(SyndEntry entry) throws IOException {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator out = JsonText.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            text(out, "id", entry.getUri() == null ? entry.getLink() : entry.getUri());
            text(out, "title", entry.getTitle());
            text(out, "link", entry.getLink());
            text(out, "author", entry.getAuthor());
            time(out, "published", entry.getPublishedDate());
            time(out, "updated", entry.getUpdatedDate());
            text(out, "summary", value(entry.getDescription()));
            text(
                    out,
                    "content",
                    entry.getContents().isEmpty()
                            ? null
                            : value(entry.getContents().get(0)));
            categories(out, entry.getCategories());
            enclosures(out, entry.getEnclosures());
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void text(JsonGenerator out, String name, @Nullable String text) throws IOException {
        if (text != null && !text.isBlank()) {
            out.writeStringField(name, text.strip());
        }
    }

    private static void time(JsonGenerator out, String name, @Nullable Date time) throws IOException {
        if (time != null) {
            out.writeStringField(name, time.toInstant().toString());
        }
    }

    private static @Nullable String value(@Nullable SyndContent content) {
        return content == null ? null : content.getValue();
    }

    private static void categories(JsonGenerator out, List<SyndCategory> categories) throws IOException {
        if (!categories.isEmpty()) {
            out.writeArrayFieldStart("categories");
            for (SyndCategory category : categories) {
                out.writeString(category.getName());
            }
            out.writeEndArray();
        }
    }

    private static void enclosures(JsonGenerator out, List<SyndEnclosure> enclosures) throws IOException {
        if (!enclosures.isEmpty()) {
            out.writeArrayFieldStart("enclosures");
            for (SyndEnclosure enclosure : enclosures) {
                out.writeStartObject();
                text(out, "url", enclosure.getUrl());
                text(out, "type", enclosure.getType());
                out.writeNumberField("length", enclosure.getLength());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }
}
