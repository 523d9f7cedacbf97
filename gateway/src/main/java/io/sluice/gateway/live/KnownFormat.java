package io.sluice.gateway.live;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.Topics.TopicAccess;

/**
 * How the records of a topic are read, as somebody was told. Answers may overtake each other, so of two about one topic the later
 * version counts.
 *
 * @param topicId the incarnation that it is about
 */
record KnownFormat(String topicId, long version, RecordFormat format) {
    static final KnownFormat NONE = new KnownFormat("", 0, RecordFormat.AUTO);

    static KnownFormat of(TopicAccess access) {
        return new KnownFormat(access.id(), access.formatVersion(), access.format());
    }

    /** Which of both counts. */
    KnownFormat later(KnownFormat other) {
        return !other.topicId.equals(topicId) || other.version > version ? other : this;
    }

    /** How records of an incarnation are read: of one that nobody has told of, as they come. */
    RecordFormat of(String incarnation) {
        return incarnation.equals(topicId) ? format : RecordFormat.AUTO;
    }
}
