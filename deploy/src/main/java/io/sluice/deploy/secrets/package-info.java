/** The data keys that the secrets of an installation are sealed with, and their rotation. */
@NullMarked
package io.sluice.deploy.secrets;

import org.jspecify.annotations.NullMarked;
