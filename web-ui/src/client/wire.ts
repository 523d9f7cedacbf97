import type { ClientFrame, ServerFrame } from '../protocol/frames';

/** A way to the live server and back. It is open from `onOpen` to `onClose`, after which nothing more is heard of it. */
export interface Wire {
  send(frame: ClientFrame): void;
  /** Ends it from this side; `onClose` is not called. */
  close(): void;
}

export interface WireListener {
  onOpen(): void;
  onFrame(frame: ServerFrame): void;
  /** @param code as WebSockets have them; 1006 when the connection just broke. */
  onClose(code: number, reason: string, retryMs?: number): void;
}
