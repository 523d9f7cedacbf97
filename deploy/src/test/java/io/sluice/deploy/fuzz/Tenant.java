package io.sluice.deploy.fuzz;

import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A user with one of everything that is private, twice: once with names that others are told, and once with a secret in them. The
 * secret is in every text and record of both. A live reader watches each topic.
 */
final class Tenant {
    private static final Set<String> OPEN_KINDS = Set.of("organization", "landing", "session");

    private final Person owner;
    private final Person reader;
    private final String secret;
    private final Map<String, List<String>> told = new TreeMap<>();
    private final Map<String, List<String>> untold = new TreeMap<>();
    private final List<HttpClientResponse> watching = new ArrayList<>();

    private Tenant(Person owner, Person reader, String secret) {
        this.owner = owner;
        this.reader = reader;
        this.secret = secret;
    }

    /** @param name short, of small letters; everything of this tenant is named by it */
    static Tenant prepare(Person admin, String name, String address) {
        Person owner = Person.user(admin, name + "-owner", "editor", address);
        Person reader = Person.user(admin, name + "-reader", "viewer", address);
        String secret = "zq" + name + Long.toString(System.nanoTime(), 36) + "zq";
        Tenant tenant = new Tenant(owner, reader, secret);
        note(tenant.told, "user", owner.name());
        note(tenant.told, "user", reader.name());
        note(tenant.told, "user-id", owner.subject());
        note(tenant.told, "namespace", owner.namespace());
        tenant.make(tenant.told, name);
        tenant.make(tenant.untold, secret);
        return tenant;
    }

    Person owner() {
        return owner;
    }

    /** Names and ids by kind, of things that others may ask for. */
    Map<String, List<String>> told() {
        return told;
    }

    /**
     * What no answer to anybody else may have in it. Names of organisations are no secret, nor are ids of landings, which metrics have;
     * those of sessions are numbers, which begin like others.
     */
    List<String> secrets() {
        List<String> all = new ArrayList<>(List.of(secret));
        untold.entrySet().stream()
                .filter(ids -> !OPEN_KINDS.contains(ids.getKey()))
                .forEach(ids -> all.addAll(ids.getValue()));
        return all;
    }

    /** Everything of this tenant, as its owner finds it. */
    Map<String, String> fingerprint() {
        Fingerprint fingerprint = new Fingerprint(owner);
        List.of(told, untold).forEach(fingerprint::add);
        return fingerprint.seen();
    }

    private void make(Map<String, List<String>> ids, String name) {
        String topic = name + "-topic";
        String organization = ids == told ? name + "-lab" : owner.name() + "-lab";
        note(ids, "organization", made("/organizations", "{'name':'" + organization + "','title':'Lab'}", "name"));
        note(ids, "topic", made("/topics", "{'name':'" + topic + "','partitions':1}", "name"));
        note(ids, "dataset", made("/datasets", """
                {'name':'%s-data','title':'#','notes':'#','organization':'%s','private':true,'extras':{'a':'#'},
                 'source':{'type':'kafka','topic':'%s'}}""".formatted(name, organization, topic), "name"));
        note(ids, "stream", made("/streams", """
                {'name':'%s-stream','source':{'topics':['%s']},'from':'earliest','where':'n > 0 and note != "#x"'}""".formatted(name, topic).replace("\"", "\\\""), "id"));
        note(ids, "landing", made("/landings", """
                {'name':'%s-landing','source':{'topic':'%s'},'table':'%s','from':'earliest',
                 'columns':[{'name':'n','type':'bigint'},{'name':'note','type':'text'}]}""".formatted(name, topic, name.replace('-', '_') + "_rows"), "id"));
        // It does not end by itself while others are at work.
        note(ids, "alert", made("/alerts", """
                {'name':'%s alert #','source':{'topic':'%s'},'where':'n > 1','resolve_after':'12h'}""".formatted(name, topic), "id"));
        note(ids, "key", made("/keys", "{'name':'" + name + "-key'}", "name"));
        note(ids, "group", made("/groups", """
                {'name':'%s-group','description':'#','members':['%s']}""".formatted(name, reader.name()), "name"));
        String on = "{'on':{'kind':'topic','id':'" + topic + "'},";
        note(ids, "grant", made("/grants", on + "'to':{'user':'" + reader.name() + "'},'level':'viewer'}", "id"));
        note(
                ids,
                "request",
                reader.post("/access-requests", json(on + "'level':'editor','reason':'#'}"))
                        .expect(201)
                        .path("id")
                        .asText());
        fabric(ids, name);
        fill(ids, topic);
    }

    /** A topic of the namespace and one beside it, a consumer that is subscribed to it, one that has it assigned, and an action that has read it. */
    private void fabric(Map<String, List<String>> ids, String name) {
        String local = name + "-local";
        String topic = owner.namespace() + "." + local;
        String fabric = "/diaspora/api/v3/" + owner.namespace() + "/";
        owner.post(fabric + local, "").expect(200);
        owner.post("/topics/" + topic + "/records", json("{'records':[{'key':'#','value':{'n':1,'note':'#'}}]}"))
                .expect(200);
        String claim = name + "-claim";
        owner.send("PUT", "/diaspora/api/v2/topic/" + claim, json("{'Action':'register'}"))
                .expect(200);
        note(ids, "claim", claim);
        note(ids, "local-topic", local);
        note(ids, "topic", topic);
        note(ids, "consumer", consumer(fabric, name + "-reader", "subscription", "{'topics':['" + local + "']}"));
        String first = "{'partitions':[{'topic':'" + local + "','partition':0}]}";
        note(ids, "consumer", consumer(fabric, name + "-holder", "assignments", first));
        String action = "{'request_id':'%s','label':'#','body':{'action':'consume','topic':'%s'}}";
        note(
                ids,
                "fabric-action",
                owner.post("/diaspora/action/run", json(action.formatted(name, topic)))
                        .expect(202)
                        .path("action_id")
                        .asText());
    }

    /** @return its name, which is that of its group as well */
    private String consumer(String fabric, String name, String how, String what) {
        String group = fabric + "consumers/" + name;
        String settings = "{'name':'" + name + "','format':'json','auto.offset.reset':'earliest',"
                + "'consumer.request.timeout.ms':50}";
        owner.post(group, json(settings)).expect(200);
        owner.post(group + "/instances/" + name + "/" + how, json(what)).expect(204);
        return name;
    }

    private void fill(Map<String, List<String>> ids, String topic) {
        String where = "note%20!%3D%20'" + secret + "'";
        watching.add(owner.wire()
                .open(
                        "/api/v1/live?topic=" + topic + "&where=" + where,
                        owner.with(Map.of("Accept", "text/event-stream")))
                .await());
        owner.post("/topics/" + topic + "/records", json("""
                {'records':[{'value':{'n':1,'note':'#'}},{'key':'#','value':{'n':2,'note':'#'}},{'value_text':'{#'}]}""")).expect(200);
        Eventually.is("the alert has fired", () -> !events(ids).isEmpty());
        events(ids).forEach(event -> note(ids, "event", event));
        owner.get("/sessions?topic=" + topic)
                .path("items")
                .forEach(session -> note(ids, "session", session.path("id").asText()));
        String landing = ids.get("landing").get(0);
        Eventually.is(
                "rows have landed",
                () -> owner.get("/landings/" + landing + "/count").toString().contains("2"));
    }

    private List<String> events(Map<String, List<String>> ids) {
        return owner.get("/alerts/events?alert=" + ids.get("alert").get(0)).findValuesAsText("id");
    }

    private String made(String at, String body, String named) {
        return owner.post(at, json(body)).expect(201).path(named).asText();
    }

    private static void note(Map<String, List<String>> ids, String kind, String id) {
        ids.computeIfAbsent(kind, none -> new ArrayList<>()).add(id);
    }

    /** Of a text with simple quotes for double ones, and the secret for each sharp. */
    private String json(String text) {
        return text.replace('\'', '"').replace("#", secret);
    }
}
