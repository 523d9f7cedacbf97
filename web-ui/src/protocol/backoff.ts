import { LIMITED_DELAY_MS } from './subscription';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** Over this long the clients of a server that shuts down spread, if it did not tell each how long to wait. */
const SHUTDOWN_SPREAD_MS = 5_000;
/** So many handshakes in a row that come to nothing, and sockets are taken not to get through. */
const UNOPENED = 2;

export const GOING_AWAY = 1001;
export const OVER_A_LIMIT = 1013;

/** Doubles with each attempt up to 15 s, of which a random half: a restarted server is not met by all at once. */
export function delayOf(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
}

export interface Closing {
  readonly code: number;
  readonly attempt: number;
  readonly chance: number;
  /** What is left of the time that a server which shuts down asked for. */
  readonly quietMs: number;
  /** What the transport was told to wait before each attempt. */
  readonly retryMs: number;
  /** What is left for each view that is over a limit. */
  readonly limits: readonly number[];
}

/** How long to stay away: what the server asked for, and never less than the attempts so far suggest. */
export function pauseOf({ code, attempt, chance, quietMs, retryMs, limits }: Closing): number {
  if (quietMs > 0) return quietMs;
  if (code === GOING_AWAY) return Math.max(retryMs, Math.round(SHUTDOWN_SPREAD_MS * chance));
  const limited = code === OVER_A_LIMIT ? LIMITED_DELAY_MS : 0;
  return Math.max(limits.length > 0 ? Math.min(...limits) : limited, retryMs, delayOf(attempt, chance));
}

/** How the server is reached, and how many handshakes in a row came to nothing. */
export interface Way {
  readonly transport: 'socket' | 'events';
  readonly unopened: number;
}

export const BY_SOCKET: Way = { transport: 'socket', unopened: 0 };

/** Events as soon as sockets cannot be opened, and as long as they work. */
export function wayAfter({ transport, unopened }: Way, ended: 'unopened' | 'unanswered' | 'sound'): Way {
  if (transport === 'events') return ended === 'sound' ? { transport, unopened: 0 } : BY_SOCKET;
  if (ended !== 'unopened') return BY_SOCKET;
  return unopened + 1 < UNOPENED
    ? { transport, unopened: unopened + 1 }
    : { transport: 'events', unopened: 0 };
}
