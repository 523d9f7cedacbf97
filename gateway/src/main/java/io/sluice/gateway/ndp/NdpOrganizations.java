package io.sluice.gateway.ndp;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Organisations; this API knows their names only. */
final class NdpOrganizations {
    private static final String PATH = "/ndp/organization";
    private static final int PAGE = 200;
    private static final int MAX_NAMES = 100_000;
    private static final Faults.Wording WORDING =
            new Faults.Wording("Organization not found", 400, "Group name already exists in database");

    private final Vertx vertx;

    NdpOrganizations(Vertx vertx) {
        this.vertx = vertx;
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, Role.EDITOR, Faults.around(WORDING, this::create)),
                Route.get(PATH, Role.VIEWER, Faults.around(WORDING, this::list)),
                Route.delete(PATH + "/{name}", Role.EDITOR, Faults.around(WORDING, this::delete)));
    }

    private Future<Answer> create(Call call) {
        Server.ofWrite(call);
        Fields body = call.fields();
        String name = body.text("name");
        String title = body.text("title");
        String description = body.optionalText("description");
        Faults.check(body.violations());
        return Catalog.CREATE_ORGANIZATION
                .call(vertx, new Catalog.CreateOrganization(call.caller(), name, title, description))
                .map(made ->
                        Answer.json(201, Map.of("id", made.name(), "message", "Organization created successfully")));
    }

    private Future<Answer> list(Call call) {
        Server.of(call, Server.GLOBAL);
        String part = call.request().getParam("name", "").toLowerCase(Locale.ROOT);
        boolean mine = Boolean.parseBoolean(call.request().getParam("mine", "false"));
        List<String> names = new ArrayList<>();
        return collect(call.caller(), null, organization -> {
                    boolean wanted =
                            organization.name().toLowerCase(Locale.ROOT).contains(part)
                                    && (!mine
                                            || organization
                                                    .owner()
                                                    .equals(call.caller().user()));
                    if (wanted) {
                        names.add(organization.name());
                    }
                    return names.size() < MAX_NAMES;
                })
                .map(done -> Answer.ok(names));
    }

    private interface Each {
        /** @return whether to go on */
        boolean take(Organization organization);
    }

    private Future<Void> collect(Caller caller, @Nullable String cursor, Each each) {
        return Catalog.LIST_ORGANIZATIONS
                .call(vertx, new Catalog.ListOrganizations(caller, PAGE, cursor))
                .compose(page -> {
                    boolean more = page.next() != null;
                    for (Organization organization : page.items()) {
                        more &= each.take(organization);
                    }
                    return more ? collect(caller, page.next(), each) : Future.succeededFuture();
                });
    }

    private Future<Answer> delete(Call call) {
        Server.ofWrite(call);
        String name = call.path("name");
        boolean cascade = Boolean.parseBoolean(call.request().getParam("cascade", "true"));
        return Catalog.DELETE_ORGANIZATION
                .call(vertx, new Catalog.DeleteOrganization(call.caller(), name, cascade))
                .map(done -> {
                    if (!done.changed()) {
                        throw Problem.NotFound.of("organization", name).toException();
                    }
                    return Registry.message("Organization deleted successfully");
                })
                .recover(failure -> Problems.known(failure)
                                .filter(Problem.Conflict.class::isInstance)
                                .isPresent()
                        ? stillInUse(call, name)
                        : Future.failedFuture(failure));
    }

    /** In words of its own, with how many datasets the caller sees inside. */
    private Future<Answer> stillInUse(Call call, String name) {
        return Catalog.FIND_ORGANIZATION
                .call(vertx, new Catalog.FindOrganization(call.caller(), name))
                .map(found -> Faults.answer(
                        409,
                        "Conflict",
                        "Organization still has " + found.datasets()
                                + " dataset(s) inside; delete them first, or with cascade=true",
                        call));
    }
}
