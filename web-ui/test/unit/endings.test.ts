import { describe, expect, test } from 'vitest';
import { readFrame } from '../../src/protocol/frames';
import { RECORD, Session } from './session';

describe('frames', () => {
  test('records come through as the text that they were', () => {
    const raw =
      '{"topic":"t","partition":0,"offset":1,"timestamp":2,"key":null,"value":{"id":9007199254740993, "x":1.10}}';
    const frame = readFrame(`{"type":"records","id":"a","records":[${raw},${raw}],"token":"t1"}`);
    expect(frame.type === 'records' ? frame.records.map((record) => record.raw) : frame).toEqual([raw, raw]);
  });

  test('a gap is told to the table', () => {
    const session = new Session().live();
    session.take();
    session.frame({ type: 'gap', id: 'a', count: 512, reason: 'slow' });
    expect(session.items()).toEqual([{ kind: 'gap', count: 512, reason: 'slow' }]);
  });

  test('of unknown type, or for a view that is gone, are passed over', () => {
    const session = new Session().live();
    session.take();
    expect(
      session
        .frame({ type: 'news', id: 'a' })
        .frame({ type: 'gap', id: 'z', count: 1, reason: 'slow' })
        .take(),
    ).toEqual([]);
  });

  test('an error that names no view is told in all', () => {
    const session = new Session().live();
    session.take();
    session.frame({ type: 'error', problem: { title: 'Bad frame', status: 400, code: 'invalid' } });
    expect(session.items()).toEqual([{ kind: 'note', tone: 'warning', text: 'Bad frame' }]);
  });
});

describe('being refused', () => {
  test('a source that is not there is not asked for again', () => {
    const session = new Session().subscribe().opened();
    session.frame({
      type: 'error',
      id: 'a',
      problem: { title: 'Not found', status: 404, code: 'not_found' },
    });
    expect(session.one.status).toMatchObject({ kind: 'refused', problem: { status: 404 } });
    session.closed().send({ type: 'retry' }).take();
    expect(session.opened().frames()).toEqual([]);
  });

  test('one that breaks later is over, and its rows stay', () => {
    const session = new Session().live();
    session.take();
    session.frame({ type: 'error', id: 'a', problem: { title: 'Internal', status: 500, code: 'internal' } });
    expect(session.one.status).toMatchObject({ kind: 'refused', problem: { status: 500 } });
    expect(session.take()).toEqual([]);
  });

  test('over a limit says why', () => {
    const session = new Session().subscribe().opened();
    session.frame({
      type: 'error',
      id: 'a',
      problem: { title: 'Too many', status: 429, code: 'too_many', detail: '20 views' },
    });
    expect(session.one.status).toEqual({ kind: 'limited', reason: '20 views', retryAt: session.now + 5000 });
    session.closed(1013, 'node is full');
    expect(session.one.status).toMatchObject({
      kind: 'limited',
      reason: 'node is full',
      retryAt: session.now + 5000,
    });
  });

  test('over a limit asks again when the server said, on the same connection', () => {
    const session = new Session().live().subscribe({}, 'b');
    session.take();
    const problem = { title: 'Too many', status: 429, code: 'too_many', retry_after: 12 };
    session.frame({ type: 'error', id: 'a', problem });
    expect(session.one.status).toEqual({
      kind: 'limited',
      reason: 'Too many',
      retryAt: session.now + 12_000,
    });
    expect(session.take()).toEqual([{ type: 'wait_for', id: 'a', ms: 12_000 }]);
    session.now += 12_000;
    expect(session.send({ type: 'again', id: 'a', now: session.now }).frames()).toMatchObject([
      { type: 'subscribe', id: 'a' },
    ]);
    expect(session.send({ type: 'again', id: 'a', now: session.now }).take()).toEqual([]);
    expect(session.frame({ type: 'subscribed', id: 'a', resumed: false }).one.attached).toBe(true);
  });

  test('over a limit of the connection waits no less than the server said', () => {
    const session = new Session().subscribe().opened();
    const problem = { title: 'Too many', status: 429, code: 'too_many', retry_after: 30 };
    session.frame({ type: 'error', id: 'a', problem }).closed(1013);
    expect(session.one.status).toMatchObject({ reason: 'Too many', retryAt: session.now + 30_000 });
    session.send({ type: 'retry' }).take();
    expect(session.opened().frames()).toMatchObject([{ type: 'subscribe', id: 'a' }]);
    expect(session.send({ type: 'again', id: 'a', now: session.now }).take()).toEqual([]);
  });

  test.each([
    [4401, 'unauthenticated', true],
    [4403, 'forbidden', false],
    [4400, 'invalid', false],
  ])('close code %d is final', (code, problem, verified) => {
    const session = new Session().live();
    session.take();
    session.closed(code, 'why');
    expect(session.one.status).toMatchObject({ kind: 'refused', problem: { code: problem, detail: 'why' } });
    expect(session.take()).toEqual(verified ? [{ type: 'verify' }] : []);
  });
});

describe('ending', () => {
  test.each(['limit', 'until', 'deleted', 'disabled', 'terminated', 'stalled'])('%s is final', (reason) => {
    const session = new Session().live().frame({ type: 'end', id: 'a', reason });
    expect(session.one.status).toEqual({ kind: 'ended', reason });
    session.closed().send({ type: 'retry' }).take();
    expect(session.opened().frames()).toEqual([]);
  });

  test.each(['expired', 'revoked'])('%s makes sure of who is there', (reason) => {
    const session = new Session().live();
    session.take();
    expect(session.frame({ type: 'end', id: 'a', reason }).take()).toEqual([{ type: 'verify' }]);
  });

  test('with the server stays away for as long as it asked', () => {
    const session = new Session().live();
    session.frame({ type: 'end', id: 'a', reason: 'shutdown', retry_ms: 4200, token: 't9' });
    expect(session.one.status).toMatchObject({ kind: 'reconnecting', retryAt: session.now + 4200 });
    session.now += 200;
    session.take();
    expect(session.closed(1001).take()).toEqual([{ type: 'wait', ms: 4000 }]);
    expect(session.send({ type: 'retry' }).opened().frames()).toMatchObject([{ resume: 't9' }]);
    expect(session.state.quietUntil).toBeNull();
  });

  test('with a server that did not say how long spreads over five seconds', () => {
    const session = new Session().live();
    session.take();
    expect(session.closed(1001).take()).toEqual([{ type: 'wait', ms: 2500 }]);
  });

  test('with the server goes on at the next one', () => {
    const session = new Session().live().frame({ type: 'records', id: 'a', records: [RECORD], token: 't7' });
    session.frame({ type: 'end', id: 'a', reason: 'shutdown' }).closed(1001).send({ type: 'retry' }).take();
    expect(session.opened().frames()).toMatchObject([{ type: 'subscribe', resume: 't7' }]);
  });
});

describe('an identity that ends', () => {
  test('is told in every view, and so is its renewal', () => {
    const session = new Session().live();
    session.take();
    session.frame({ type: 'expiring', expires_at: '2030-01-01T00:00:00Z' });
    expect(session.items()).toMatchObject([{ kind: 'note', tone: 'warning' }]);
    expect(session.send({ type: 'renew', token: 'fresh' }).frames()).toEqual([
      { type: 'renew', token: 'fresh' },
    ]);
    session.frame({ type: 'renewed', expires_at: null });
    expect(session.items()).toEqual([{ kind: 'note', tone: 'info', text: 'Your sign-in was renewed' }]);
  });

  test('is not renewed where nothing is open: the next connection has the new token anyway', () => {
    const session = new Session().subscribe();
    session.take();
    expect(session.send({ type: 'renew', token: 'fresh' }).take()).toEqual([]);
  });
});
