package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.feed.Unreadable.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The records of a YAML text, document by document; of a sequence, each element. Only the tree of nodes is made of it, never a Java
 * object that a tag names.
 *
 * <p>Limits: the text has {@link #MAX_BYTES} at most, for YAML cannot be read in parts; the JSON of a document with its
 * anchors put in, too ({@link YamlJson}).
 */
final class YamlRecords implements Records {
    static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ALIASES = 10_000;
    private static final int MAX_DEPTH = 200;

    private final InputStream in;
    private final @Nullable Charset encoding;
    private final Processing.Tree tree;
    private final Queue<byte[]> records = new ArrayDeque<>();
    private @Nullable Iterator<Node> documents;
    private int length;

    YamlRecords(InputStream in, @Nullable Charset encoding, Processing.Tree tree) {
        this.in = in;
        this.encoding = encoding;
        this.tree = tree;
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        try {
            Iterator<Node> left = documents == null ? open() : documents;
            documents = left;
            while (records.isEmpty() && left.hasNext()) {
                Node document = left.next();
                if (!YamlJson.isNothing(document)) {
                    records.addAll(JsonRecords.all(YamlJson.of(document), tree));
                }
            }
            return records.poll();
        } catch (MarkedYAMLException fault) {
            throw unreadable(fault);
        } catch (YAMLException limit) {
            throw new Unreadable(
                    Extent.DOCUMENT,
                    "it has more than this reads: " + MAX_ALIASES + " aliases, " + MAX_DEPTH
                            + " levels, and characters that YAML allows");
        }
    }

    private Iterator<Node> open() throws Unreadable, IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new Unreadable(Extent.DOCUMENT, "a YAML file of more than " + (MAX_BYTES >> 20) + " MiB");
        }
        String text = decoded(bytes);
        length = text.codePointCount(0, text.length());
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        DumperOptions unused = new DumperOptions();
        Yaml yaml = new Yaml(
                new SafeConstructor(options), new Representer(unused), unused, options, new YamlJson.Scalars());
        return text.isBlank()
                ? Collections.emptyIterator()
                : yaml.composeAll(new StringReader(text)).iterator();
    }

    private String decoded(byte[] bytes) throws Unreadable {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            String text = (encoding == null ? UTF_8 : encoding)
                    .newDecoder()
                    .decode(left)
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException foreign) {
            throw new Unreadable(
                    Extent.DOCUMENT,
                    place(bytes, left.position()) + "bytes that are not " + (encoding == null ? UTF_8 : encoding));
        }
    }

    private static String place(byte[] bytes, int at) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return Unreadable.place(line, at - begin + 1L);
    }

    private Unreadable unreadable(MarkedYAMLException fault) {
        Mark mark = fault.getProblemMark();
        if (mark == null) {
            return new Unreadable(Extent.DOCUMENT, "this is not YAML");
        }
        String place = Unreadable.place(mark.getLine() + 1L, mark.getColumn() + 1L);
        return mark.getIndex() >= length
                ? new Unreadable(Extent.END, place + "the text ends before the document does")
                : new Unreadable(Extent.DOCUMENT, place + "this is not YAML");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
