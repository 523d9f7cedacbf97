package io.sluice.deploy.secrets;

import io.sluice.contract.Problem;
import io.sluice.contract.Secrets;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's vault at the data keys that there are, and rotates them. A new key is known to all nodes before it seals: it begins to seal {@link
 * #SPREAD} after it was made, and news that was lost is made up for within that time. Sealing anew begins after that, on the node that was asked, and
 * again at each start of a node that has the catalog, so a run that was cut off is gone on with. One instance a node.
 */
public final class Rotation extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
    private static final Duration SPREAD = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final DataKeys keys;
    private final Vault vault;
    private final boolean leads;

    /** @param leads whether this node rotates, and seals anew what was left at its start */
    public Rotation(DataKeys keys, Vault vault, boolean leads) {
        this.keys = keys;
        this.vault = vault;
        this.leads = leads;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(LOOK.toMillis(), now -> look());
        Future<?> listening = Secrets.CHANGED.listen(vertx, news -> look()).completion();
        if (!leads) {
            return listening;
        }
        reseal();
        return Future.all(listening, Secrets.ROTATE.serve(vertx, this::rotate).ready());
    }

    private void look() {
        vertx.executeBlocking(keys::read)
                .onSuccess(vault::take)
                .onFailure(failed -> LOG.warn("data keys could not be read; cause={}", failed.toString()));
    }

    private Future<Secrets.Rotation> rotate(Secrets.Rotate ask) {
        if (!ask.caller().isAdmin()) {
            return Future.failedFuture(new Problem.Forbidden("This needs the role admin.").toException());
        }
        return vertx.executeBlocking(() -> keys.add(SPREAD.toSeconds() + " s")).map(made -> {
            Secrets.CHANGED.publish(vertx, new Secrets.Changed(made.id()));
            vertx.setTimer(SPREAD.plus(SLACK).toMillis(), known -> reseal());
            LOG.info("a new data key was made; key={}", made.id());
            return new Secrets.Rotation(made.id());
        });
    }

    private void reseal() {
        vertx.executeBlocking(() -> {
                    vault.take(keys.read());
                    return new Resealing(keys, vault).run();
                })
                .onFailure(failed -> LOG.warn("secrets could not be sealed anew; cause={}", failed.toString()));
    }
}
