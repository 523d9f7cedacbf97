import { type Problem, ProblemError, unreachable, unreadable } from '../protocol/problem';
import { session, sessionFound } from './session';

export const BASE = '/api/v1';

export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Parameters;
  readonly body?: unknown;
  /** JSON text to be sent as it is, for values whose digits must not pass through a JavaScript number. */
  readonly rawBody?: string;
  readonly signal?: AbortSignal;
}

/** The answer's text. Rejects with a {@link ProblemError} and nothing else, save for an aborted request. */
export async function askText(path: string, ask: Ask = {}): Promise<string> {
  const response = await send(path, ask);
  const text = await response.text();
  if (response.ok) return text;
  const problem = problemFrom(response, text);
  if (problem.status === 401 && path !== '/login') sessionFound(null);
  throw new ProblemError(problem);
}

export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  const text = await askText(path, options);
  const { method = 'GET' } = options;
  if (text === '' && method !== 'GET') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ProblemError(unreadable());
  }
}

async function send(path: string, { method = 'GET', query, body, rawBody, signal }: Ask): Promise<Response> {
  const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const csrf = session()?.csrf;
  const headers = new Headers({ Accept: 'application/json' });
  if (csrf !== undefined && method !== 'GET') headers.set('X-CSRF-Token', csrf);
  if (content !== undefined) headers.set('Content-Type', 'application/json');
  const init: RequestInit = { method, headers, cache: 'no-store' };
  if (content !== undefined) init.body = content;
  if (signal !== undefined) init.signal = signal;
  try {
    return await fetch(`${BASE}${path}${searchOf(query)}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(unreachable('It may be restarting, or the network is down.'));
  }
}

function searchOf(query: Parameters = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? '' : `?${search}`;
}

export function problemFrom(response: Response, text: string): Problem {
  if (response.headers.get('Content-Type')?.includes('json')) {
    const problem = JSON.parse(text) as Problem;
    const seconds = Number(response.headers.get('Retry-After') ?? 0);
    return { ...(seconds > 0 ? { retry_after: seconds } : {}), ...problem, status: response.status };
  }
  const code = response.status >= 500 ? 'unavailable' : 'invalid';
  return { title: response.statusText || 'Unexpected answer', status: response.status, code };
}

/** A name or id as one step of a path. */
export function step(name: string): string {
  return encodeURIComponent(name);
}
