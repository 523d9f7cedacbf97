/** An error as the server words it (RFC 9457). */
export interface Problem {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: ProblemCode;
  readonly request_id?: string;
  readonly violations?: readonly Violation[];
  /** Seconds, of `too_many`. */
  readonly retry_after?: number;
}

export type ProblemCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'too_many'
  | 'unavailable'
  | 'internal';

export interface Violation {
  readonly pointer: string;
  readonly reason: string;
  readonly position?: number;
}

/** The only error that requests are rejected with. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

/** For what never reached a server, or came back as something else than a problem. */
export function unreachable(detail: string): Problem {
  return { title: 'The server cannot be reached', status: 0, code: 'unavailable', detail };
}

/** For an answer that is cut off, or was given by something between. */
export function unreadable(): Problem {
  return {
    title: 'The answer cannot be read',
    status: 0,
    code: 'unavailable',
    detail: 'It is not what Sluice answers; it may have been cut off on the way.',
  };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    title: 'Something went wrong in this page',
    status: 0,
    code: 'internal',
    detail: error instanceof Error ? error.message : String(error),
  };
}

/** It is not there, or may not be seen. */
export function isAbsent(error: unknown): boolean {
  return error !== null && error !== undefined && problemOf(error).code === 'not_found';
}

/** The reason for each JSON pointer; what points at a whole (`""`) or at nothing known is for the form to show on top. */
export function reasonsByPointer(problem: Problem | undefined): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { pointer, reason } of problem?.violations ?? []) {
    const earlier = reasons.get(pointer);
    reasons.set(pointer, earlier === undefined ? reason : `${earlier}; ${reason}`);
  }
  return reasons;
}
