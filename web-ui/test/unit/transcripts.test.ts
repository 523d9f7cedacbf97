import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ClientFrame } from '../../src/protocol/frames';
import { readFrame } from '../../src/protocol/frames';
import { membersOf } from '../../src/protocol/json';
import { fromSearch } from '../../src/protocol/live';
import type { Item } from '../../src/protocol/subscription';
import { Session } from './session';

/** The conversations that the gateway's tests hold with a real gateway; what the steps mean is told there. */
const DIRECTORY = new URL('../../../gateway/src/test/resources/transcripts/', import.meta.url);

interface Step {
  readonly client?: ClientFrame;
  readonly server?: object;
  readonly opened?: boolean;
  readonly closed?: number;
  readonly pass_ms?: number;
  readonly view?: View;
}

interface View {
  readonly status?: string;
  readonly reason?: string;
  readonly where?: string;
  readonly rows: readonly string[];
}

/** A page at the other end of a transcript: does what its user would have done for the client's frames to be sent. */
class Reader {
  readonly session = new Session();
  readonly sent: ClientFrame[] = [];
  rows: string[] = [];
  timers: { readonly at: number; readonly fire: () => void }[] = [];

  step(step: Step, line: string): void {
    if (step.opened) this.onOpened();
    if (step.client !== undefined) this.onClient(step.client);
    // The frame's own text: parsing and printing it would lose digits.
    if (step.server !== undefined) this.onServer(membersOf(line).get('server') ?? '');
    if (step.closed !== undefined) this.session.closed(step.closed);
    if (step.pass_ms !== undefined) this.pass(step.pass_ms);
    if (step.view !== undefined) this.onView(step.view);
    this.collect();
  }

  onOpened(): void {
    const { kind } = this.session.state.phase;
    if (kind === 'idle') return;
    expect(kind).toBe('opening');
    this.session.opened();
  }

  onClient(frame: ClientFrame): void {
    if (this.sent.length === 0) this.act(frame);
    this.collect();
    expect(this.sent.shift()).toEqual(frame);
  }

  act(frame: ClientFrame): void {
    const { session } = this;
    switch (frame.type) {
      case 'subscribe': {
        const { type: _type, id, resume: _resume, ...query } = frame;
        session.subscribe(fromSearch(new URLSearchParams(query)), id);
        if (session.state.phase.kind === 'opening') session.opened();
        break;
      }
      case 'update':
        session.send({
          type: 'filter',
          id: frame.id,
          proposal: { where: frame.where, select: frame.select ?? '' },
        });
        break;
      case 'resume':
        session.send({ type: 'resume', id: frame.id, now: session.now });
        break;
      case 'renew':
        session.send(frame);
        break;
      default:
        session.send(frame);
    }
  }

  onServer(text: string): void {
    this.session.send({ type: 'frame', frame: readFrame(text), now: this.session.now });
  }

  pass(ms: number): void {
    this.collect();
    this.session.now += ms;
    const due = this.timers.filter(({ at }) => at <= this.session.now);
    this.timers = this.timers.filter(({ at }) => at > this.session.now);
    for (const { fire } of due) fire();
  }

  collect(): void {
    const { session } = this;
    for (const effect of session.take()) {
      if (effect.type === 'send') this.sent.push(effect.frame);
      if (effect.type === 'emit' && effect.id === 'a') this.onItem(effect.item);
      if (effect.type === 'wait') this.after(effect.ms, () => session.send({ type: 'retry' }));
      if (effect.type === 'wait_for') {
        const { id } = effect;
        this.after(effect.ms, () => session.send({ type: 'again', id, now: session.now }));
      }
    }
  }

  after(ms: number, fire: () => void): void {
    this.timers.push({ at: this.session.now + ms, fire });
  }

  onItem(item: Item): void {
    if (item.kind === 'records') {
      this.rows.push(...item.records.map(({ envelope: { partition, offset } }) => `${partition}@${offset}`));
    } else if (item.kind === 'gap') this.rows.push(`gap ${item.count} ${item.reason}`);
    else if (item.kind === 'note') this.rows.push('note');
    else if (item.kind === 'filtered') this.rows = [];
  }

  onView({ status, reason, where, rows }: View): void {
    this.collect();
    const { one } = this.session;
    expect(this.rows).toEqual(rows);
    expect(this.sent).toEqual([]);
    if (status !== undefined) expect(one.status.kind).toBe(status);
    if (reason !== undefined) expect(one.status).toMatchObject({ reason });
    if (where !== undefined) expect(one.query.where).toBe(where);
  }
}

test.each(readdirSync(DIRECTORY).filter((name) => name.endsWith('.jsonl')))('%s', (name) => {
  const reader = new Reader();
  const lines = readFileSync(new URL(name, DIRECTORY), 'utf8').trim().split('\n');
  for (const line of lines) reader.step(JSON.parse(line) as Step, line);
  expect(lines.at(-1)).toContain('"view"');
});
