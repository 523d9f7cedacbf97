import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventServer, EventWire } from '../../src/client/event-wire';
import { headerOf } from '../../src/protocol/event-frames';
import type { ServerFrame } from '../../src/protocol/frames';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const RECORD = '{"topic":"t","partition":0,"offset":7,"timestamp":1,"key":null,"headers":{},"value":1.10}';
const SUBSCRIBED = 'id: t0\nevent: subscribed\ndata: {"resumed":false,"session":"s1","token":"t0"}\n\n';
const ASK = { type: 'subscribe', id: 'a', topic: 't', where: 'n > 1', delivery: 'latest' } as const;

let server: Server;
let answers: Answer[];
let asked: IncomingMessage[];
let heard: (ServerFrame | { readonly closed: number; readonly retryMs: number | undefined })[];
let wire: EventWire;
let notify: () => void;

const events: EventServer = {
  open(search, lastEventId, signal) {
    const { port } = server.address() as AddressInfo;
    const headers = { Accept: 'text/event-stream', 'Last-Event-ID': headerOf(lastEventId) };
    return fetch(`http://127.0.0.1:${port}/live?${search}`, { headers, signal });
  },
  problem: async (response) => JSON.parse(await response.text()),
  renew: async (session) => (session === 's1' ? '2030-01-01T00:00:00Z' : null),
};

beforeEach(async () => {
  answers = [];
  asked = [];
  heard = [];
  notify = () => undefined;
  server = createServer((request, response) => {
    asked.push(request);
    answers.shift()?.(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const hear = (what: (typeof heard)[number]) => {
    heard.push(what);
    notify();
  };
  await new Promise<void>((onOpen) => {
    const onClose = (closed: number, _reason: string, retryMs?: number) => hear({ closed, retryMs });
    wire = new EventWire(events, { onOpen, onFrame: hear, onClose });
  });
});

afterEach(() => {
  wire.close();
  server.closeAllConnections();
  server.close();
});

/** Settles when that much was heard. */
function hearing(count: number): Promise<typeof heard> {
  return new Promise((resolve) => {
    notify = () => {
      if (heard.length >= count) resolve(heard);
    };
    notify();
  });
}

function stream(...chunks: readonly string[]): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const chunk of chunks) response.write(chunk);
  };
}

function ending(...chunks: readonly string[]): Answer {
  return (request, response) => {
    stream(...chunks)(request, response);
    response.end();
  };
}

function refusal(status: number, code: string): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/problem+json' });
    response.end(JSON.stringify({ title: code, status, code, retry_after: 3 }));
  };
}

const record = (token: string) => `id: ${token}\ndata: ${RECORD}\n\n`;

describe('a subscription', () => {
  test('is a request, and its events are frames', async () => {
    answers = [
      stream(SUBSCRIBED, record('t1') + record('t2'), 'event: gap\ndata: {"count":3,"reason":"slow"}\n\n'),
    ];
    wire.send({ ...ASK, resume: 't☃' });
    const frames = await hearing(3);
    expect(asked[0]?.url).toBe('/live?topic=t&where=n+%3E+1&delivery=latest');
    expect(Buffer.from(String(asked[0]?.headers['last-event-id']), 'latin1').toString()).toBe('t☃');
    expect(frames).toMatchObject([
      { type: 'subscribed', id: 'a', resumed: false, token: 't0', session: 's1' },
      { type: 'records', id: 'a', token: 't2' },
      { type: 'gap', id: 'a', count: 3, reason: 'slow' },
    ]);
    const [, records] = frames;
    expect(records !== undefined && 'records' in records && records.records.map(({ raw }) => raw)).toEqual([
      RECORD,
      RECORD,
    ]);
  });

  test('that is over lets the wire be', async () => {
    answers = [ending(SUBSCRIBED, 'event: end\ndata: {"reason":"limit"}\n\n'), stream(SUBSCRIBED)];
    wire.send(ASK);
    await hearing(2);
    wire.send({ ...ASK, id: 'b' });
    expect((await hearing(3)).slice(1)).toMatchObject([
      { type: 'end', id: 'a', reason: 'limit' },
      { type: 'subscribed', id: 'b' },
    ]);
  });

  test.each([
    ['no content', 204, { type: 'end', id: 'a', reason: 'no_content' }],
    ['not found', 404, { type: 'error', id: 'a', problem: { code: 'not_found' } }],
    ['too many', 429, { type: 'error', id: 'a', problem: { code: 'too_many', retry_after: 3 } }],
  ])('stops at the status for %s', async (_name, status, frame) => {
    answers = [
      status === 204
        ? (_request, response) => response.writeHead(204).end()
        : refusal(status, frameCode(frame)),
    ];
    wire.send(ASK);
    expect(await hearing(1)).toMatchObject([frame]);
    expect(asked).toHaveLength(1);
  });

  test('is renewed by its session', async () => {
    answers = [stream(SUBSCRIBED)];
    wire.send(ASK);
    await hearing(1);
    wire.send({ type: 'renew', token: 'fresh' });
    expect((await hearing(2))[1]).toEqual({ type: 'renewed', expiresAt: '2030-01-01T00:00:00Z' });
  });
});

function frameCode(frame: object): string {
  return 'problem' in frame ? (frame.problem as { code: string }).code : '';
}

describe('what breaks closes the wire, and what the stream said of waiting is passed on', () => {
  test.each([
    ['the connection is cut', ending(SUBSCRIBED, 'retry: 700\n\n', record('t1'), 'data: half'), 1006, 700],
    [
      'the server shuts down',
      ending('event: end\ndata: {"reason":"shutdown","retry_ms":900}\n\n'),
      1001,
      undefined,
    ],
    ['the server has a fault', refusal(503, 'unavailable'), 1006, undefined],
    ['nobody is signed in', refusal(401, 'unauthenticated'), 4401, undefined],
    ['events are no JSON', stream('event: stats\ndata: nonsense\n\n'), 1006, undefined],
  ])('%s', async (_name, answer, closed, retryMs) => {
    answers = [answer];
    wire.send(ASK);
    for (let count = 1; ; count++) {
      const last = (await hearing(count)).at(-1);
      if (last !== undefined && 'closed' in last) {
        expect(last).toEqual({ closed, retryMs });
        return;
      }
    }
  });
});

describe('an update', () => {
  const update = { type: 'update', id: 'a', where: 'n > 2' } as const;

  test('goes on from the last record', async () => {
    answers = [stream(SUBSCRIBED, record('t1')), stream(SUBSCRIBED)];
    wire.send({ ...ASK });
    await hearing(2);
    wire.send(update);
    expect((await hearing(3))[2]).toMatchObject({ type: 'subscribed', id: 'a' });
    expect(asked[1]?.url).toContain('where=n+%3E+2');
    expect(asked[1]?.headers['last-event-id']).toBe('t1');
  });

  test('that is refused leaves the old filter running', async () => {
    answers = [stream(SUBSCRIBED, record('t1')), refusal(400, 'invalid'), stream(SUBSCRIBED)];
    wire.send(ASK);
    await hearing(2);
    wire.send(update);
    expect((await hearing(4)).slice(2)).toMatchObject([
      { type: 'error', id: 'a', problem: { code: 'invalid' } },
      { type: 'subscribed', id: 'a' },
    ]);
    expect(asked[2]?.url).toContain('where=n+%3E+1');
    expect(asked[2]?.headers['last-event-id']).toBe('t1');
  });

  test('of a paused one counts when it goes on', async () => {
    answers = [stream(SUBSCRIBED, record('t1')), stream(SUBSCRIBED)];
    wire.send(ASK);
    await hearing(2);
    wire.send({ type: 'pause', id: 'a' });
    wire.send(update);
    expect((await hearing(3))[2]).toEqual({ type: 'subscribed', id: 'a', resumed: true });
    expect(asked).toHaveLength(1);
    wire.send({ type: 'resume', id: 'a' });
    await hearing(4);
    expect(asked[1]?.url).toContain('where=n+%3E+2');
    expect(asked[1]?.headers['last-event-id']).toBe('t1');
  });
});
