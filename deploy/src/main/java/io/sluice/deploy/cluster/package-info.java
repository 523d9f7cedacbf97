/**
 * What holds the nodes of a cluster together, and others out: membership and bus, both over mutual TLS.
 *
 * <p>{@code ClusterBus} is the door. A {@code Credentials} says who this node is and whose word it takes; {@code SecretAuthority}
 * makes one from the secret that all nodes share, {@code PemFiles} from files of the operator. The bus is Vert.x's own, with its own
 * TLS. Hazelcast's open edition has none, so {@code SecuredMembers} puts ours below everything that Hazelcast reads and writes.
 */
@NullMarked
package io.sluice.deploy.cluster;

import org.jspecify.annotations.NullMarked;
