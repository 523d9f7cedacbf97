/** The settings of a Sluice process, and where they come from. */
@NullMarked
package io.sluice.deploy.config;

import org.jspecify.annotations.NullMarked;
