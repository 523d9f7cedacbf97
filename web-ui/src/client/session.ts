import { useSyncExternalStore } from 'react';

/**
 * Who is signed in. The session itself is a cookie that no script can read; what is known here lasts as long as the page, and is asked
 * for when a page begins. All tabs of one browser share the cookie, so they tell each other when it is another one.
 */
export interface Session {
  readonly user: string;
  /** Shown with every change, so that no other site can make one. */
  readonly csrf: string;
}

const tabs = new BroadcastChannel('sluice.session');
const listeners = new Set<() => void>();

/** Undefined: nobody has asked yet. */
let current: Session | null | undefined;
let askAgain: () => void = () => undefined;

tabs.onmessage = () => askAgain();

function become(session: Session | null): void {
  if (session?.csrf === current?.csrf && current !== undefined) return;
  current = session;
  for (const listener of listeners) listener();
}

export function session(): Session | null | undefined {
  return current;
}

/** The server has said who this is, or that it is nobody. */
export function sessionFound(session: Session | null): void {
  become(session);
}

/** Somebody has just signed in, or out, on this page. */
export function sessionChanged(session: Session | null): void {
  become(session);
  tabs.postMessage(null);
}

/** @param ask finds out anew who is signed in */
export function onOtherTabs(ask: () => void): void {
  askAgain = ask;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session | null | undefined {
  return useSyncExternalStore(onSessionChange, session);
}
