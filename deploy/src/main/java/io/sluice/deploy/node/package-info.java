/** One node: the broker and database that it uses, the bus, and the services that run on it. */
@NullMarked
package io.sluice.deploy.node;

import org.jspecify.annotations.NullMarked;
