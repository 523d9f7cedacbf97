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
    expect(session.one.status).toEqual({ kind: 'limited', reason: '20 views', retryAt: null });
    session.closed(1013, 'node is full');
    expect(session.one.status).toMatchObject({
      kind: 'limited',
      reason: 'node is full',
      retryAt: session.now + 5000,
    });
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
  test.each(['limit', 'until', 'deleted'])('%s is final', (reason) => {
    const session = new Session().live().frame({ type: 'end', id: 'a', reason });
    expect(session.one.status).toEqual({ kind: 'ended', reason });
    session.closed().send({ type: 'retry' }).take();
    expect(session.opened().frames()).toEqual([]);
  });

  test('with the session makes sure of who is there', () => {
    const session = new Session().live();
    session.take();
    expect(session.frame({ type: 'end', id: 'a', reason: 'expired' }).take()).toEqual([{ type: 'verify' }]);
  });

  test('with the server goes on at the next one', () => {
    const session = new Session().live().frame({ type: 'records', id: 'a', records: [RECORD], token: 't7' });
    session.frame({ type: 'end', id: 'a', reason: 'shutdown' }).closed(1001).send({ type: 'retry' }).take();
    expect(session.opened().frames()).toMatchObject([{ type: 'subscribe', resume: 't7' }]);
  });
});
