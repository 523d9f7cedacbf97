import { headerOf } from '../protocol/event-frames';
import type { EventServer } from './event-wire';
import { ask, BASE, problemFrom, step } from './http';

/** The gateway's streams of events, and what belongs to them. */
export const gatewayEvents: EventServer = {
  open(search, lastEventId, signal) {
    const headers = new Headers({ Accept: 'text/event-stream' });
    if (lastEventId !== '') headers.set('Last-Event-ID', headerOf(lastEventId));
    return fetch(`${BASE}/live?${search}`, { headers, signal, cache: 'no-store' });
  },
  async problem(response) {
    return problemFrom(response, await response.text());
  },
  async renew(id) {
    const { expires_at } = await ask<{ expires_at: string | null }>(`/sessions/${step(id)}/renew`, {
      method: 'POST',
    });
    return expires_at;
  },
};
