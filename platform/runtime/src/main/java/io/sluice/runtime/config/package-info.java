/**
 * Configuration: defaults, then a file, then the environment, bound to one tree of records. Pure: no file is read and no
 * environment is looked at here, so every rule can be tested with texts.
 */
@NullMarked
package io.sluice.runtime.config;

import org.jspecify.annotations.NullMarked;
