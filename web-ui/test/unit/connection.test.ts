import { describe, expect, test } from 'vitest';
import { delayOf } from '../../src/protocol/backoff';
import { isOver, totalStats } from '../../src/protocol/subscription';
import { RECORD, Session } from './session';

describe('opening', () => {
  test('the first subscription opens the socket, and asks as soon as it is open', () => {
    const session = new Session().subscribe();
    expect(session.take()).toEqual([{ type: 'open', transport: 'socket' }]);
    expect(session.one.status).toEqual({ kind: 'connecting' });
    expect(session.opened().frames()).toEqual([
      {
        type: 'subscribe',
        id: 'a',
        topic: 'rides',
        where: 'fare_amount > 50',
        from: 'latest',
        delivery: 'latest',
      },
    ]);
    expect(session.frame({ type: 'subscribed', id: 'a', resumed: false }).one.status).toEqual({
      kind: 'live',
    });
  });

  test('a second one goes over the same socket', () => {
    const session = new Session().live();
    session.take();
    expect(session.subscribe({ where: '' }, 'b').take()).toEqual([
      {
        type: 'send',
        frame: { type: 'subscribe', id: 'b', topic: 'rides', from: 'latest', delivery: 'latest' },
      },
    ]);
  });

  test('the last one that leaves closes the socket', () => {
    const session = new Session().live().subscribe({}, 'b');
    session.take();
    expect(session.send({ type: 'unsubscribe', id: 'a' }).take()).toEqual([
      { type: 'send', frame: { type: 'unsubscribe', id: 'a' } },
    ]);
    expect(session.send({ type: 'unsubscribe', id: 'b' }).take()).toEqual([{ type: 'close' }]);
    expect(session.state.phase).toEqual({ kind: 'idle' });
  });

  test('what starts in the past catches up first', () => {
    const session = new Session().live({ from: 'earliest' });
    expect(session.one.status.kind).toBe('catching_up');
    expect(session.stats({ lag: 5000, rate: 100 }).one.status.kind).toBe('catching_up');
    expect(session.stats({ lag: 0, rate: 100 }).one.status.kind).toBe('live');
  });
});

test.each([
  ['replaying', 0, 'catching_up'],
  ['waiting', 0, 'catching_up'],
  ['live', 90_000, 'live'],
  ['lagging', 90_000, 'catching_up'],
  ['lagging', 3, 'live'],
])('a server that says %s with a lag of %d is shown as %s', (state, lag, shown) => {
  expect(new Session().live().stats({ state, lag }).one.status.kind).toBe(shown);
});

describe('reconnecting', () => {
  test('goes on from the token, and says that nothing was lost', () => {
    const session = new Session().live().frame({ type: 'records', id: 'a', records: [RECORD], token: 't7' });
    session.take();
    session.closed();
    expect(session.one.status).toMatchObject({
      kind: 'reconnecting',
      attempt: 1,
      retryAt: session.now + 375,
    });
    expect(session.take()).toEqual([{ type: 'wait', ms: 375 }]);
    session.now += 3000;
    session.send({ type: 'retry' }).opened();
    expect(session.frames()).toEqual([
      {
        type: 'subscribe',
        id: 'a',
        topic: 'rides',
        where: 'fare_amount > 50',
        delivery: 'latest',
        resume: 't7',
      },
    ]);
    session.frame({ type: 'subscribed', id: 'a', resumed: true });
    expect(session.items()).toEqual([
      { kind: 'note', tone: 'info', text: 'Reconnected after 3 s, nothing lost' },
    ]);
  });

  test('warns when the server could not go on from the token', () => {
    const session = new Session().live().frame({ type: 'records', id: 'a', records: [RECORD], token: 't7' });
    session.closed().send({ type: 'retry' }).opened().take();
    session.frame({ type: 'subscribed', id: 'a', resumed: false });
    expect(session.items()).toMatchObject([{ kind: 'note', tone: 'warning' }]);
  });

  test('before the first record asks from the age of the view, so that none is missed', () => {
    const session = new Session().live();
    session.take();
    session.now += 12_400;
    session.closed().send({ type: 'retry' }).opened();
    expect(session.frames()).toMatchObject([{ type: 'subscribe', from: '-13s' }]);
  });

  test('backs off further as long as no answer comes, and asks whether the identity still holds', () => {
    const session = new Session().subscribe();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const effects = session.closed().take();
      expect(effects).toContainEqual({ type: 'verify' });
      waits.push(...effects.flatMap((effect) => (effect.type === 'wait' ? [effect.ms] : [])));
      session.send({ type: 'retry' });
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBeLessThanOrEqual(15_000);
  });

  test('a server that accepts and hangs up at once is still backed off from', () => {
    const session = new Session().subscribe().opened().closed();
    session.send({ type: 'retry' }).opened().closed();
    expect(session.one.status).toMatchObject({ kind: 'reconnecting', attempt: 3 });
  });

  test('an answer ends the backing off', () => {
    const session = new Session().subscribe().opened().closed().send({ type: 'retry' }).opened();
    session.frame({ type: 'subscribed', id: 'a', resumed: false }).closed();
    expect(session.one.status).toMatchObject({ kind: 'reconnecting', attempt: 1 });
  });

  test('figures go on across connections', () => {
    const session = new Session().live().stats({ scanned: 100, matched: 10, dropped: 2 });
    session.closed().send({ type: 'retry' }).opened().frame({ type: 'subscribed', id: 'a', resumed: true });
    session.stats({ scanned: 50, matched: 5, dropped: 1 });
    expect(totalStats(session.one)).toMatchObject({ scanned: 150, matched: 15, dropped: 3 });
  });

  test('half of the delay is chance', () => {
    expect([delayOf(1, 0), delayOf(1, 1), delayOf(3, 0), delayOf(50, 1)]).toEqual([250, 500, 1000, 15_000]);
  });
});

describe('where no socket gets through', () => {
  const transports = (session: Session) =>
    session.take().flatMap((effect) => (effect.type === 'open' ? [effect.transport] : []));
  const failed = () => {
    const session = new Session().subscribe().closed().send({ type: 'retry' }).closed();
    session.take();
    return session.send({ type: 'retry' });
  };

  test('events are tried after two handshakes that came to nothing', () => {
    expect(transports(failed())).toEqual(['events']);
  });

  test('events stay as long as they work', () => {
    const session = failed().opened().frame({ type: 'subscribed', id: 'a', resumed: false });
    session.take();
    expect(transports(session.closed().send({ type: 'retry' }))).toEqual(['events']);
  });

  test('events that do not work either give way to sockets', () => {
    const session = failed().opened();
    session.take();
    expect(transports(session.closed().send({ type: 'retry' }))).toEqual(['socket']);
  });

  test('a socket that was open once is no reason for events', () => {
    const session = new Session().live().closed().send({ type: 'retry' }).closed();
    session.take();
    expect(transports(session.send({ type: 'retry' }))).toEqual(['socket']);
  });
});

describe('pausing', () => {
  test('is done by the server, which keeps the place', () => {
    const session = new Session().live();
    session.take();
    expect(session.send({ type: 'pause', id: 'a' }).frames()).toEqual([{ type: 'pause', id: 'a' }]);
    expect(session.stats({ lag: 90_000 }).one.status).toEqual({ kind: 'paused' });
    expect(session.send({ type: 'resume', id: 'a', now: session.now }).frames()).toEqual([
      { type: 'resume', id: 'a' },
    ]);
    expect(session.one.status).toEqual({ kind: 'catching_up' });
  });

  test('a view that lost its connection while paused stays paused, and goes on from its token', () => {
    const session = new Session().live().frame({ type: 'records', id: 'a', records: [RECORD], token: 't7' });
    session.send({ type: 'pause', id: 'a' }).closed().send({ type: 'retry' }).take();
    expect(session.opened().frames()).toEqual([]);
    expect(session.one.status).toEqual({ kind: 'paused' });
    expect(session.send({ type: 'resume', id: 'a', now: session.now }).frames()).toMatchObject([
      { type: 'subscribe', resume: 't7' },
    ]);
  });

  test('pausing twice is pausing once', () => {
    const session = new Session().live().send({ type: 'pause', id: 'a' });
    session.take();
    expect(session.send({ type: 'pause', id: 'a' }).take()).toEqual([]);
  });
});

describe('changing the filter', () => {
  const proposal = { where: 'fare_amount > 80', select: '' };

  test('empties the table only when the server has taken it', () => {
    const session = new Session().live();
    session.take();
    session.send({ type: 'filter', id: 'a', proposal });
    expect(session.frames()).toEqual([{ type: 'update', id: 'a', where: 'fare_amount > 80' }]);
    expect(session.frame({ type: 'records', id: 'a', records: [RECORD] }).items()).toMatchObject([
      { kind: 'records' },
    ]);
    expect(session.one.query.where).toBe('fare_amount > 50');
    session.frame({ type: 'subscribed', id: 'a', resumed: true });
    expect(session.items()).toEqual([{ kind: 'filtered', where: 'fare_amount > 80' }]);
    expect(session.one.query.where).toBe('fare_amount > 80');
  });

  test('a refused one leaves the old one running', () => {
    const session = new Session().live().send({ type: 'filter', id: 'a', proposal });
    session.take();
    const problem = { title: 'Bad request', status: 400, code: 'invalid' as const };
    expect(session.frame({ type: 'error', id: 'a', problem }).items()).toEqual([
      { kind: 'filter_refused', problem },
    ]);
    expect(session.one.query.where).toBe('fare_amount > 50');
    expect(session.one.status).toEqual({ kind: 'live' });
  });

  test.each([
    ['goes on counting', { scanned: 130, matched: 12 }, { scanned: 30, matched: 2 }],
    ['counts anew', { scanned: 30, matched: 2 }, { scanned: 30, matched: 2 }],
  ])('figures are those of the new filter when the server %s', (_how, told, shown) => {
    const session = new Session().live().stats({ scanned: 100, matched: 10 });
    session.send({ type: 'filter', id: 'a', proposal }).frame({ type: 'subscribed', id: 'a', resumed: true });
    expect(totalStats(session.stats(told).one)).toMatchObject(shown);
  });
});

test('whatever happens in whatever order, no view is both over and attached, and a paused one gets no place unasked', () => {
  const events: ((session: Session) => unknown)[] = [
    (session) => session.opened(),
    (session) => session.closed(),
    (session) => session.closed(1013),
    (session) => session.closed(1001),
    (session) => session.send({ type: 'again', id: 'a', now: session.now }),
    (session) =>
      session.frame({ type: 'error', id: 'a', problem: { title: 'x', status: 429, code: 'too_many' } }),
    (session) => session.send({ type: 'retry' }),
    (session) => session.send({ type: 'pause', id: 'a' }),
    (session) => session.send({ type: 'resume', id: 'a', now: session.now }),
    (session) => session.frame({ type: 'subscribed', id: 'a', resumed: true }),
    (session) => session.frame({ type: 'records', id: 'a', records: [RECORD], token: 't' }),
    (session) => session.stats({ lag: 9000 }),
    (session) => session.frame({ type: 'end', id: 'a', reason: 'shutdown' }),
    (session) => session.send({ type: 'filter', id: 'a', proposal: { where: 'x', select: '' } }),
  ];
  let chance = 42;
  for (let run = 0; run < 300; run++) {
    const session = new Session().subscribe();
    for (let turn = 0; turn < 40; turn++) {
      chance = (chance * 48271) % 2147483647;
      session.take();
      const paused = session.one.paused;
      events[chance % events.length]?.(session);
      const asked = session.frames().some(({ type }) => type === 'subscribe');
      expect(asked && paused && session.one.paused).toBe(false);
      expect(isOver(session.one) && session.one.attached).toBe(false);
      expect(session.one.paused).toBe(session.one.status.kind === 'paused');
      session.now += 100;
    }
  }
});
