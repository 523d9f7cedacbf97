/** The server's side of a WebSocket, RFC 6455 with permessage-deflate of RFC 7692, made for sending the same bytes to many. */
@NullMarked
package io.sluice.gateway.socket;

import org.jspecify.annotations.NullMarked;
