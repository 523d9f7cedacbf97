package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Topics.AlterTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.RegisterTopic;
import io.sluice.contract.Topics.Registered;
import io.sluice.contract.Topics.ReleaseTopic;
import io.sluice.contract.Topics.ResetTopic;
import io.sluice.contract.Topics.TopicDetail;
import io.sluice.rights.Right;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.topic.TopicRights.Seen;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose a topic is: claiming a name, giving it up, handing it over, and beginning anew.
 *
 * <p>Beginning anew is deleting the topic and making it again, in three steps: the row says that it happens, from when nobody sees the topic; the
 * broker does it; the row has the new topic's id. What was cut off in between is done again by whoever asks for it after a minute. A later owner
 * of a name gets it in that way, and so never sees a record, or a grant, of the one before.
 */
public final class TopicRegister {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRegister.class);

    private final Broker broker;
    private final TopicRows rows;
    private final TopicRights rights;
    private final TopicWriter writer;
    private final TopicReader reader;
    private final TopicFormats formats;

    TopicRegister(
            Broker broker,
            TopicRows rows,
            TopicRights rights,
            TopicWriter writer,
            TopicReader reader,
            TopicFormats formats) {
        this.broker = broker;
        this.rows = rows;
        this.rights = rights;
        this.writer = writer;
        this.reader = reader;
        this.formats = formats;
    }

    public Future<Registered> register(RegisterTopic ask) {
        if (!ask.caller().role().includes(Role.EDITOR)) {
            return failed(new Problem.Forbidden("Viewers may not register topics."));
        } else if (TopicName.isOfLanding(ask.name())) {
            return failed(Problem.Invalid.at("/name", "names of this form are those of the landings' own topics"));
        }
        Optional<Problem> fault = TopicName.fault(ask.name(), "/name");
        if (fault.isPresent()) {
            return failed(fault.get());
        }
        return Future.all(broker.find(ask.name()), rows.find(ask.name())).compose(both -> {
            TopicDescription topic = both.resultAt(0);
            Optional<Owned> row = both.resultAt(1);
            if (row.isPresent() && row.get().isResetting()) {
                return again(ask, row.get());
            }
            return topic == null ? create(ask) : claim(ask, topic, TopicRights.current(row.orElse(null), topic));
        });
    }

    private Future<Registered> again(RegisterTopic ask, Owned row) {
        return row.owner().equals(ask.caller().user())
                ? anew(row, row.owner(), row.uid(), ask.partitions()).map(made -> new Registered(made, false))
                : failed(taken(ask.name()));
    }

    private Future<Registered> create(RegisterTopic ask) {
        CreateTopic wish = new CreateTopic(ask.caller(), ask.name(), ask.partitions(), null, Map.of(), null);
        return writer.create(new TopicWriter.Wish(wish, null, true)).map(made -> new Registered(made, true));
    }

    private Future<Registered> claim(RegisterTopic ask, TopicDescription topic, @Nullable Owned owned) {
        String user = ask.caller().user();
        if (owned == null) {
            return rights.see(ask.caller(), ask.name(), Right.MANAGE)
                    .compose(seen ->
                            rows.claim(Owned.anew(ask.name(), topic.topicId().toString(), user, null, null, true)))
                    .compose(claimed -> claimed ? told(ask.caller(), ask.name(), true) : failed(taken(ask.name())));
        } else if (owned.isOfSomething() || (!owned.owner().equals(user) && !owned.released())) {
            return failed(taken(ask.name()));
        } else if (!owned.released()) {
            return told(ask.caller(), ask.name(), false);
        }
        return owned.owner().equals(user)
                ? rows.takeBack(owned).compose(done -> told(ask.caller(), ask.name(), true))
                : anew(owned, user, UUID.randomUUID(), topic.partitions().size())
                        .map(made -> new Registered(made, true));
    }

    private Future<Registered> told(Caller caller, String name, boolean isNew) {
        rights.announce(name);
        return rights.see(caller, name)
                .compose(seen -> reader.detail(seen.description(), seen.owned()))
                .map(detail -> new Registered(detail, isNew));
    }

    public Future<Done> release(ReleaseTopic ask) {
        return rights.see(ask.caller(), ask.name(), Right.MANAGE)
                .compose(this::own)
                .compose(rows::release)
                .map(done -> {
                    rights.announce(ask.name());
                    LOG.info(
                            "topic released; topic={} by={}",
                            ask.name(),
                            ask.caller().user());
                    return new Done(done);
                });
    }

    public Future<TopicDetail> reset(ResetTopic ask) {
        return rows.find(ask.name()).compose(row -> {
            boolean cutOff = row.isPresent()
                    && row.get().isResetting()
                    && (ask.caller().isAdmin()
                            || row.get().owner().equals(ask.caller().user()));
            return cutOff
                    ? anew(row.get(), row.get().owner(), row.get().uid(), 1)
                    : rights.see(ask.caller(), ask.name(), Right.MANAGE).compose(seen -> own(seen)
                            .compose(owned -> anew(
                                    owned,
                                    owned.owner(),
                                    owned.uid(),
                                    seen.description().partitions().size())));
        });
    }

    /** A row that is about a topic by itself. */
    private Future<Owned> own(Seen seen) {
        Owned owned = seen.owned();
        if (owned == null) {
            return failed(new Problem.Conflict("The topic is nobody's; register it first."));
        } else if (owned.isOfSomething() || TopicName.isOfLanding(owned.name())) {
            return failed(
                    new Problem.Conflict("The topic belongs to a dataset, a stream or a landing, and goes with that."));
        }
        return Future.succeededFuture(owned);
    }

    private Future<TopicDetail> anew(Owned owned, String to, UUID uid, int partitions) {
        NewTopic topic = new NewTopic(owned.name(), partitions, writer.replicationFactor());
        return rows.beginReset(owned, to, uid)
                .compose(begun -> begun
                        ? broker.deleteTopic(owned.name())
                        : failed(new Problem.Conflict("The topic is being made anew.")))
                .compose(gone -> formats.remove(owned.name()))
                .compose(forgotten -> writer.make(topic))
                .compose(id -> rows.endReset(uid, id.toString()).map(id))
                .compose(id -> broker.untilReady(owned.name(), partitions))
                .compose(description ->
                        rows.find(owned.name()).compose(row -> reader.detail(description, row.orElse(null))))
                .onSuccess(made -> {
                    rights.announce(owned.name());
                    LOG.info("topic made anew; topic={} owner={}", owned.name(), to);
                });
    }

    /** Who may manage a topic opens and closes it, and hands it over. */
    Future<Seen> change(AlterTopic ask, Seen seen) {
        Optional<Problem> refusal = Authority.refusal(seen.decision(), seen.thing(), ask.name(), Right.MANAGE);
        if (refusal.isPresent()) {
            return failed(refusal.get());
        }
        return own(seen).compose(owned -> {
            boolean isPrivate = ask.isPrivate() == null ? owned.isPrivate() : ask.isPrivate();
            String owner = ask.owner() == null ? owned.owner() : ask.owner();
            return rights.userExists(owner, owned.owner())
                    .compose(exists -> exists
                            ? rows.change(owned, isPrivate, owner)
                                    .compose(done -> rows.find(ask.name()))
                                    .map(row -> {
                                        rights.announce(ask.name());
                                        return new Seen(
                                                seen.description(), row.orElse(owned), seen.thing(), seen.decision());
                                    })
                            : failed(Problem.Invalid.at("/owner", "there is no user \"" + owner + "\"")));
        });
    }

    private static Problem taken(String name) {
        return Problem.Conflict.taken("topic", name);
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
