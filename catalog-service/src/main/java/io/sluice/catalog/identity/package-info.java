/** Users, passwords, access tokens, API keys and one-time codes. */
@NullMarked
package io.sluice.catalog.identity;

import org.jspecify.annotations.NullMarked;
