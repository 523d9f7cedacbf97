package io.sluice.rights;

/** What somebody may do with a thing. */
public enum Right {
    /** To find it, read its description, sample and browse it, and watch it on the screen. */
    VIEW,
    /** To take its records out in bulk: streams of lines, exports, a Kafka client of one's own, a stream or a landing made of it. */
    DOWNLOAD,
    /** To write its records and change its settings. */
    EDIT,
    /** To grant rights to it, to empty or delete it, to hand it over. */
    MANAGE
}
