/**
 * The live hub: records from Kafka to sockets. {@code TopicTail} reads a topic once for a node, {@code TailLog} filters and
 * encodes each batch once, {@code Outlet} hands it to the subscribers of one event loop, {@code Subscription} is the life of one
 * of them. {@code docs/protocol.md} is what clients see.
 */
@NullMarked
package io.sluice.gateway.live;

import org.jspecify.annotations.NullMarked;
