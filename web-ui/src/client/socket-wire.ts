import { type ClientFrame, readFrame } from '../protocol/frames';
import { problemOf } from '../protocol/problem';
import type { Wire, WireListener } from './wire';

/** Longer than that no server takes to answer a handshake; something between keeps it from getting through. */
const HANDSHAKE_MS = 10_000;
const UNREADABLE = 4000;

export class SocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #handshake: ReturnType<typeof setTimeout>;
  /** Of any subscription here: by it the server finds the connection. */
  #session: string | undefined;

  /** @param renew puts the browser's session of now behind the connection of a subscription; the server tells of it on the socket */
  constructor(
    address: string,
    readonly renew: (session: string) => Promise<unknown>,
    readonly listener: WireListener,
  ) {
    // The browser sends the cookie of its session along.
    const socket = new WebSocket(address, ['sluice']);
    this.#socket = socket;
    this.#handshake = setTimeout(() => socket.close(), HANDSHAKE_MS);
    socket.onopen = () => {
      clearTimeout(this.#handshake);
      listener.onOpen();
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => this.#onMessage(data, listener);
    socket.onclose = ({ code, reason }) => {
      clearTimeout(this.#handshake);
      listener.onClose(code, reason);
    };
  }

  send(frame: ClientFrame): void {
    if (frame.type === 'renew' && frame.token === undefined) this.#renew();
    else this.#socket.send(JSON.stringify(frame));
  }

  #renew(): void {
    if (this.#session === undefined) return;
    this.renew(this.#session).catch((error: unknown) =>
      this.listener.onFrame({ type: 'error', problem: problemOf(error) }),
    );
  }

  close(): void {
    clearTimeout(this.#handshake);
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close(1000);
  }

  #onMessage(text: string, listener: WireListener): void {
    try {
      const frame = readFrame(text);
      if (frame.type === 'subscribed') this.#session = frame.session ?? this.#session;
      listener.onFrame(frame);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // A frame that is not what the protocol says: begin again from the last token rather than guess.
      this.#socket.close(UNREADABLE, 'unreadable frame');
    }
  }
}
