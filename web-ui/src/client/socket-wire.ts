import { type ClientFrame, readFrame } from '../protocol/frames';
import type { Wire, WireListener } from './wire';

/** Longer than that no server takes to answer a handshake; something between keeps it from getting through. */
const HANDSHAKE_MS = 10_000;
const UNREADABLE = 4000;

export class SocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #handshake: ReturnType<typeof setTimeout>;

  constructor(address: string, token: string, listener: WireListener) {
    const socket = new WebSocket(address, ['sluice', `bearer.${token}`]);
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
    this.#socket.send(JSON.stringify(frame));
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
      listener.onFrame(readFrame(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // A frame that is not what the protocol says: begin again from the last token rather than guess.
      this.#socket.close(UNREADABLE, 'unreadable frame');
    }
  }
}
