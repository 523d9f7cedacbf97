@NullMarked
package io.sluice.gateway.edge;

import org.jspecify.annotations.NullMarked;
