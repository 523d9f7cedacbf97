/** The bytes of records as JSON, whatever format they are in: topics say in which, a schema registry knows the schemas. */
@NullMarked
package io.sluice.decode;

import org.jspecify.annotations.NullMarked;
