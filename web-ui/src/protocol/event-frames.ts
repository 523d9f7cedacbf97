import { type ClientFrame, readFrame, type ServerFrame } from './frames';
import { LiveRecord } from './record';
import type { StreamEvent } from './sse';

/** Events of one subscription as the frames that a socket would have carried; records that follow each other are one frame. */
export function framesOf(id: string, events: readonly StreamEvent[]): ServerFrame[] {
  const frames: ServerFrame[] = [];
  let records: LiveRecord[] = [];
  let token = '';
  const flush = () => {
    if (records.length > 0) frames.push({ type: 'records', id, records, ...(token === '' ? {} : { token }) });
    records = [];
  };
  for (const one of events) {
    if (one.event === 'message') {
      records.push(new LiveRecord(one.data));
      token = one.id;
    } else {
      flush();
      frames.push(frameOf(id, one));
    }
  }
  flush();
  return frames;
}

/** The data of an event is the frame without `type` and `id`. @throws SyntaxError when it is not a JSON object. */
function frameOf(id: string, { event, data }: StreamEvent): ServerFrame {
  const head = `{"type":${JSON.stringify(event)},"id":${JSON.stringify(id)}`;
  const members = data.trimStart().slice(1);
  return readFrame(`${head}${members.trimStart().startsWith('}') ? '' : ','}${members}`);
}

/** What a `subscribe` frame asks for, as the query of an address; its token goes into a header. */
export function searchOf(frame: Extract<ClientFrame, { type: 'subscribe' }>): URLSearchParams {
  const { type: _type, id: _id, resume: _resume, ...fields } = frame;
  return new URLSearchParams(fields);
}

/** Header values are bytes; the standard sends an event's id as UTF-8. */
export function headerOf(id: string): string {
  return String.fromCharCode(...new TextEncoder().encode(id));
}
