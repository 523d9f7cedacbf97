package io.sluice.stream.flow;

import io.sluice.stream.kafka.Broker;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutorService;

/**
 * What lanes work with.
 *
 * @param rereaders threads on which records are read again for members that catch up
 */
record LaneKit(
        Vertx vertx,
        Broker broker,
        StreamRows rows,
        StreamVersions versions,
        Succession succession,
        GroupPositions positions,
        SharedPlaces places,
        StreamRemoval removal,
        Application.Settings settings,
        StreamService.Reading reading,
        Destinations destinations,
        SourceTopics sources,
        QueryRun queries,
        ExecutorService rereaders) {}
