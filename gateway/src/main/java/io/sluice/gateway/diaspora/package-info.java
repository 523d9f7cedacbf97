/**
 * The web service of the Diaspora Event Fabric under {@code /diaspora}, for clients that were written for its SDK. A translation and
 * nothing else: every right, rule and record is that of the platform's own API.
 */
@NullMarked
package io.sluice.gateway.diaspora;

import org.jspecify.annotations.NullMarked;
