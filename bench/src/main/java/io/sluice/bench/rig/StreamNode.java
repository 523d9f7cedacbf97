package io.sluice.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Masking;
import io.sluice.contract.Role;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Veiling;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.RecordCodec;
import io.sluice.runtime.Vault;
import io.sluice.stream.StreamConfig;
import io.sluice.stream.StreamVerticle;
import io.sluice.stream.intake.HttpWeb;
import io.sluice.stream.intake.Intakes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The stream-service as it is in production, in a process of its own. Its catalog is empty: streams are made of topics. Asked by its parent to
 * make, find and delete streams, and to stop and start all that it runs.
 */
public final class StreamNode {
    private static final Caller OWNER = new Caller("bench", Role.ADMIN);
    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final StreamConfig config;
    private String deployment = "";

    private StreamNode(String postgres, String bootstrap, Path directory, int standbys) {
        Intakes.Config intakes = new Intakes.Config(
                Vault.of(Vault.newMasterKey()), List.of(), HttpWeb.Limits.DEFAULT_BYTES, directory.resolve("scratch"));
        this.config = new StreamConfig(
                        Database.of(postgres, 8), KafkaLink.plain(bootstrap), directory, (short) 1, intakes)
                .withStandbyReplicas(standbys);
    }

    /** A node that its parent asks. */
    public record Handle(Child child) {
        /**
         * @param topics with commas between them
         * @return the name of the stream's topic
         */
        public String create(String name, String topics, String where, String from) {
            return child.ask("create " + name + " " + topics + " " + URLEncoder.encode(where, UTF_8) + " " + from);
        }

        /**
         * One that a query says.
         *
         * @return the name of the stream's topic
         */
        public String query(String name, String sql, String from) {
            return child.ask("query " + name + " " + URLEncoder.encode(sql, UTF_8) + " " + from);
        }

        public void delete(String name) {
            child.ask("delete " + name);
        }

        /** Its state, and why. */
        public String state(String name) {
            return child.ask("state " + name);
        }

        /** Of all that runs there, in order; committed, and left to others. */
        public void stop() {
            child.ask("stop");
        }

        public void start() {
            child.ask("start");
        }
    }

    /** @param standbys on how many other nodes copies of what streams keep are held ready */
    public static Handle launch(String postgres, String bootstrap, Path directory, int standbys) throws IOException {
        return new Handle(
                Child.start(StreamNode.class, postgres, bootstrap, directory.toString(), Integer.toString(standbys)));
    }

    public static void main(String[] args) throws Exception {
        StreamNode node = new StreamNode(args[0], args[1], Path.of(args[2]), Integer.parseInt(args[3]));
        RecordCodec.register(node.vertx);
        Catalog.LIST_SOURCES.serve(node.vertx, ask -> Future.succeededFuture(new Catalog.Datasets(List.of())));
        Masking.MASKED.serve(node.vertx, ask -> Future.succeededFuture(new Masking.MaskedTopics(List.of())));
        Masking.OF_TOPIC.serve(node.vertx, ask -> Future.succeededFuture(Veiling.NONE));
        node.start();
        new Answers()
                .on("create", words -> told(() -> node.create(words)))
                .on("query", words -> told(() -> node.query(words)))
                .on("delete", words -> told(() -> node.delete(words[1])))
                .on("state", words -> told(() -> node.state(words[1])))
                .on("stop", words -> told(node::stop))
                .on("start", words -> told(node::start))
                .serve(0);
    }

    private interface Question {
        String answer() throws TimeoutException;
    }

    private static String told(Question question) {
        try {
            return question.answer();
        } catch (TimeoutException | RuntimeException failed) {
            return "failed: " + failed;
        }
    }

    private String start() throws TimeoutException {
        deployment = vertx.deployVerticle(new StreamVerticle(config)).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return "started";
    }

    private String stop() throws TimeoutException {
        vertx.undeploy(deployment).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return "stopped";
    }

    private String create(String[] words) throws TimeoutException {
        String where = URLDecoder.decode(words[3], UTF_8);
        Definition definition =
                new Definition(List.of(), true, List.of(), List.of(words[2].split(",", -1)), where, "", words[4]);
        return create(words[1], definition);
    }

    private String query(String[] words) throws TimeoutException {
        return create(words[1], Definition.query(URLDecoder.decode(words[2], UTF_8), words[3]));
    }

    private String create(String name, Definition definition) throws TimeoutException {
        return Streams.CREATE
                .call(vertx, new CreateStream(OWNER, name, definition))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .topic();
    }

    private String delete(String name) throws TimeoutException {
        Streams.DELETE.call(vertx, new DeleteStream(OWNER, name)).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return "deleted";
    }

    private String state(String name) throws TimeoutException {
        Stream found = Streams.FIND.call(vertx, new FindStream(OWNER, name)).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return found.state() + (found.reason() == null ? "" : " " + found.reason());
    }
}
