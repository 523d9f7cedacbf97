package io.sluice.gateway.diaspora;

import io.sluice.contract.Consumers;
import io.sluice.contract.Consumers.At;
import io.sluice.contract.Consumers.Edge;
import io.sluice.contract.Consumers.Offset;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.gateway.browse.TopicPolls;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The thirteen consumer calls, as the Confluent REST Proxy has them in its second version. A consumer is its user's, below the user's
 * own namespace; each call asks anew what the user may take out.
 */
final class FabricConsumers {
    private static final String GROUP = DiasporaApi.V3 + "/{namespace}/consumers/{group}";
    private static final String ONE = GROUP + "/instances/{id}";
    private static final int ID_DIGITS = 12;

    private final Vertx vertx;
    private final Door door;
    private final ConsumerRecords records;

    FabricConsumers(Vertx vertx, Door door, TopicPolls polls) {
        this.vertx = vertx;
        this.door = door;
        this.records = new ConsumerRecords(vertx, polls);
    }

    List<Route> routes() {
        return List.of(
                door.route(
                        HttpMethod.POST,
                        GROUP,
                        Role.VIEWER,
                        ConsumerManner.CONFLUENT,
                        ConsumerManner.around(this::create)),
                route(HttpMethod.DELETE, "", this::delete),
                route(HttpMethod.POST, "/subscription", this::subscribe),
                route(HttpMethod.GET, "/subscription", this::subscription),
                route(HttpMethod.DELETE, "/subscription", this::unsubscribe),
                route(HttpMethod.GET, "/records", records::poll),
                route(HttpMethod.POST, "/offsets", this::commit),
                route(HttpMethod.GET, "/offsets", this::committed),
                route(HttpMethod.POST, "/assignments", this::assign),
                route(HttpMethod.GET, "/assignments", this::assignments),
                route(HttpMethod.POST, "/positions", this::seek),
                route(HttpMethod.POST, "/positions/beginning", (guest, at) -> seek(guest, at, Edge.BEGINNING)),
                route(HttpMethod.POST, "/positions/end", (guest, at) -> seek(guest, at, Edge.END)));
    }

    /** What is done with the consumer that a path names. */
    private interface Deal {
        Future<Answer> with(Guest guest, Place place);
    }

    private Route route(HttpMethod method, String below, Deal deal) {
        return door.route(
                method,
                ONE + below,
                Role.VIEWER,
                ConsumerManner.CONFLUENT,
                ConsumerManner.around(guest -> deal.with(
                        guest,
                        new Place(
                                guest.ownNamespace(),
                                guest.call().path("group"),
                                guest.call().path("id")))));
    }

    record Created(String instanceId, String baseUri) {}

    private Future<Answer> create(Guest guest) {
        String group = guest.call().path("group");
        String namespace = guest.ownNamespace();
        if (!ConsumerForms.isName(group)) {
            throw ConsumerFault.invalidConfig("group: expected 1 to 64 letters, digits, dots, - and _");
        }
        ConsumerForms.Creation creation = ConsumerForms.creation(guest.call());
        String id = creation.name() == null ? newId() : creation.name();
        Place place = new Place(namespace, group, id);
        return Consumers.CREATE
                .call(vertx, new Consumers.CreateConsumer(guest.caller(), place, creation.settings()))
                .map(made -> Answer.ok(new Created(id, address(guest, id))))
                .recover(failure -> Future.failedFuture(
                        isA(failure, Problem.Conflict.class) ? ConsumerFault.consumerExists(id) : failure));
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, ID_DIGITS);
    }

    private static String address(Guest guest, String id) {
        HttpServerRequest request = guest.call().request();
        return request.scheme() + "://" + request.authority() + request.path() + "/instances/" + id;
    }

    private Future<Answer> delete(Guest guest, Place place) {
        return Consumers.DELETE.call(vertx, new At(guest.caller(), place)).map(done -> Answer.noContent());
    }

    private Future<Answer> subscribe(Guest guest, Place place) {
        ConsumerForms.Subscription wanted = ConsumerForms.subscription(guest.call(), place.namespace());
        return readable(guest, wanted.topics())
                .compose(topics -> Consumers.SUBSCRIBE.call(
                        vertx, new Consumers.Subscribe(guest.caller(), place, wanted.topics(), wanted.pattern())))
                .map(done -> Answer.noContent());
    }

    record TopicNames(List<String> topics) {}

    private Future<Answer> subscription(Guest guest, Place place) {
        return Consumers.PLAN
                .call(vertx, new At(guest.caller(), place))
                .map(plan -> Answer.ok(new TopicNames(
                        plan.subscribed().stream().map(guest::local).toList())));
    }

    private Future<Answer> unsubscribe(Guest guest, Place place) {
        return Consumers.UNSUBSCRIBE.call(vertx, new At(guest.caller(), place)).map(done -> Answer.noContent());
    }

    private Future<Answer> assign(Guest guest, Place place) {
        List<Partition> partitions = ConsumerForms.partitions(guest.call(), place.namespace());
        return checked(guest, partitions)
                .compose(checked ->
                        Consumers.ASSIGN.call(vertx, new Consumers.Assign(guest.caller(), place, partitions)))
                .map(done -> Answer.noContent());
    }

    record LocalPartition(String topic, int partition) {}

    record LocalPartitions(List<LocalPartition> partitions) {}

    private Future<Answer> assignments(Guest guest, Place place) {
        return Consumers.PLAN
                .call(vertx, new At(guest.caller(), place))
                .map(plan -> Answer.ok(new LocalPartitions(plan.lanes().stream()
                        .map(lane -> new LocalPartition(guest.local(lane.topic()), lane.partition()))
                        .toList())));
    }

    private Future<Answer> seek(Guest guest, Place place) {
        List<Offset> offsets = ConsumerForms.offsets(guest.call(), place.namespace());
        return checked(guest, offsets.stream().map(Offset::at).toList())
                .compose(checked -> Consumers.SEEK.call(
                        vertx, new Consumers.Seek(guest.caller(), place, offsets, List.of(), Edge.END)))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> seek(Guest guest, Place place, Edge edge) {
        List<Partition> partitions = ConsumerForms.partitions(guest.call(), place.namespace());
        return checked(guest, partitions)
                .compose(checked -> Consumers.SEEK.call(
                        vertx, new Consumers.Seek(guest.caller(), place, List.of(), partitions, edge)))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> commit(Guest guest, Place place) {
        List<Offset> offsets = ConsumerForms.optionalOffsets(guest.call(), place.namespace());
        List<Partition> named =
                offsets == null ? List.of() : offsets.stream().map(Offset::at).toList();
        return checked(guest, named)
                .compose(checked -> Consumers.COMMIT.call(vertx, new Consumers.Commit(guest.caller(), place, offsets)))
                .map(done -> Answer.ok(Map.of()));
    }

    record LocalOffset(String topic, int partition, long offset, String metadata) {}

    record LocalOffsets(List<LocalOffset> offsets) {}

    private Future<Answer> committed(Guest guest, Place place) {
        List<Partition> partitions = ConsumerForms.partitions(guest.call(), place.namespace());
        return checked(guest, partitions)
                .compose(checked ->
                        Consumers.COMMITTED.call(vertx, new Consumers.FindCommitted(guest.caller(), place, partitions)))
                .map(found -> Answer.ok(new LocalOffsets(found.items().stream()
                        .map(item -> new LocalOffset(guest.local(item.topic()), item.partition(), item.offset(), ""))
                        .toList())));
    }

    /** Partitions that are there, of topics that the caller may read. */
    private Future<Void> checked(Guest guest, List<Partition> partitions) {
        List<String> names =
                partitions.stream().map(Partition::topic).distinct().toList();
        return readable(guest, names).compose(topics -> {
            Map<String, TopicAccess> byName =
                    topics.stream().collect(Collectors.toMap(TopicAccess::name, Function.identity()));
            for (Partition each : partitions) {
                TopicAccess topic = byName.get(each.topic());
                if (topic == null) {
                    throw ConsumerFault.noTopic(guest.local(each.topic()));
                } else if (each.partition() >= topic.partitions()) {
                    throw ConsumerFault.noPartition(guest.local(each.topic()), each.partition());
                }
            }
            return Future.succeededFuture();
        });
    }

    private Future<List<TopicAccess>> readable(Guest guest, Collection<String> names) {
        List<Future<TopicAccess>> asked = names.stream()
                .map(name -> Topics.AUTHORIZE
                        .call(vertx, new Topics.AuthorizeTopic(guest.caller(), name, Topics.Access.DOWNLOAD))
                        .recover(failure -> Future.failedFuture(
                                isA(failure, Problem.NotFound.class)
                                        ? ConsumerFault.noTopic(guest.local(name))
                                        : failure)))
                .toList();
        return Future.all(asked).map(all -> all.<TopicAccess>list());
    }

    private static boolean isA(Throwable failure, Class<? extends Problem> kind) {
        return failure instanceof ProblemException known && kind.isInstance(known.problem());
    }
}
