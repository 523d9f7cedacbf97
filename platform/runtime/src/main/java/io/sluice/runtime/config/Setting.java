package io.sluice.runtime.config;

import org.jspecify.annotations.Nullable;

/**
 * One value as somebody wrote it.
 *
 * @param key dotted path, {@code http.port}
 * @param text null: explicitly nothing
 * @param origin where it was written, in words for the person who wrote it
 */
record Setting(String key, @Nullable String text, String origin) {}
