package io.sluice.gateway.diaspora;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.Held;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** To whom the records that an action has read are told again. */
class ActionSightIT {
    private static final String RECORDS = "{\"t-0\":[{\"value\":\"seen\"}]}";

    private final Gateway gateway = Gateway.fresh();
    private final String id = UUID.randomUUID().toString();

    @Test
    void what_was_read_of_a_topic_that_is_gone_is_forbidden_and_the_action_not_missing() {
        Action read = new Action(
                id,
                "viewer-user",
                Status.SUCCEEDED,
                "{}",
                null,
                "t",
                Instant.EPOCH,
                Instant.EPOCH,
                RECORDS,
                "as it was",
                null);
        gateway.peers().answer(Actions.CLAIM, new Held(read, null));
        gateway.peers().refuse(Topics.AUTHORIZE, Problem.NotFound.of("topic", "t"));

        Reply status = new FabricClient(gateway, "viewer").send("GET", "/action/" + id + "/status", "");

        assertThat(status.status()).isEqualTo(403);
        assertThat(status.json().path("code").asText()).isEqualTo("UnauthorizedRequest");
        assertThat(status.text()).doesNotContain("seen\"");
    }
}
