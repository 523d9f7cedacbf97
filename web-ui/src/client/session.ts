import { useSyncExternalStore } from 'react';

/** Who is signed in, kept across reloads and shared by all tabs of one browser. */
export interface Session {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const KEY = 'sluice.session';
const listeners = new Set<() => void>();

let current: Session | null = read();

function read(): Session | null {
  const stored = localStorage.getItem(KEY);
  if (stored === null) return null;
  try {
    const session = JSON.parse(stored) as Session;
    return typeof session.token === 'string' && session.expiresAt > Date.now() ? session : null;
  } catch {
    // Not ours, or of another version: signing in again is all it takes.
    return null;
  }
}

function changed(): void {
  for (const listener of listeners) listener();
}

window.addEventListener('storage', (event) => {
  if (event.key !== KEY && event.key !== null) return;
  current = read();
  changed();
});

export function session(): Session | null {
  return current;
}

export function startSession(token: string, expiresInSeconds: number): void {
  current = { token, expiresAt: Date.now() + expiresInSeconds * 1000 };
  localStorage.setItem(KEY, JSON.stringify(current));
  changed();
}

export function endSession(): void {
  if (current === null) return;
  current = null;
  localStorage.removeItem(KEY);
  changed();
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session | null {
  return useSyncExternalStore(onSessionChange, session);
}
