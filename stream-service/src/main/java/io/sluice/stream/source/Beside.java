package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What is read although the catalog has no dataset that says so; each stands for itself as a dataset that nobody sees. */
public interface Beside {
    /** @param listed every source that the catalog has */
    Future<List<Dataset>> of(Collection<Dataset> listed);

    /** Whether there is one of this id now, whoever lists it. */
    Future<Boolean> has(UUID id);
}
