/** How a request is taken apart and answered: the route table, input with all its faults told at once, problems, limits. */
@NullMarked
package io.sluice.gateway.http;

import org.jspecify.annotations.NullMarked;
