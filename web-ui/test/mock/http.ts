import { datasets, streams } from './world';

export interface MockRequest {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly text: string;
}

export interface MockAnswer {
  readonly status: number;
  readonly text: string;
}

export type Body = Record<string, unknown>;
export type Handler = (request: MockRequest, body: Body) => MockAnswer;

export const json = (body: unknown, status = 200): MockAnswer => ({ status, text: JSON.stringify(body) });
export function problem(status: number, code: string, detail: string, violations?: object[]): MockAnswer {
  const titles: Record<number, string> = {
    400: 'Bad request',
    401: 'Not signed in',
    404: 'Not found',
    409: 'Conflict',
  };
  return json(
    {
      type: 'about:blank',
      title: titles[status],
      status,
      code,
      detail,
      request_id: 'mock-1',
      ...(violations ? { violations } : {}),
    },
    status,
  );
}

export const notFound = () => problem(404, 'not_found', 'There is no such thing, or you may not see it.');
export const findDataset = (id = '') =>
  [...datasets.values()].find((one) => one.id === id || one.name === id);
export const findStream = (id = '') => [...streams.values()].find((one) => one.id === id || one.name === id);
