package io.sluice.deploy.node;

/** What a node can do for the others. */
public enum ServiceRole {
    CATALOG,
    STREAM,
    GATEWAY
}
