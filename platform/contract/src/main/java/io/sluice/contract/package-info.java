/**
 * What the services say to each other: domain records, the endpoints of the event bus, and problems (errors as values).
 * Nothing here does I/O. No record of a user's topic ever appears in one of these messages.
 */
@NullMarked
package io.sluice.contract;

import org.jspecify.annotations.NullMarked;
