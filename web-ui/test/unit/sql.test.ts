import { expect, test } from 'vitest';
import { filterAsSql, onLines } from '../../src/protocol/sql';
import { NEW_DRAFT } from '../../src/protocol/stream-draft';

test('each clause stands on a line of its own', () => {
  const sql =
    "select z.a, count(*) filter (where x > 1) as n from topic('demo from here') as r left outer join table csv('u') as z on r.a = z.a " +
    'window tumbling (size 1 minute) timestamp by $timestamp where "order by " = 1 group by z.a order by n desc limit 10 emit changes';
  expect(onLines(sql).split('\n')).toEqual([
    'select z.a, count(*) filter (where x > 1) as n',
    "from topic('demo from here') as r",
    "left outer join table csv('u') as z on r.a = z.a",
    'window tumbling (size 1 minute)',
    'timestamp by $timestamp',
    'where "order by " = 1',
    'group by z.a',
    'order by n desc',
    'limit 10',
    'emit changes',
  ]);
  expect(onLines(sql).replaceAll('\n', ' ')).toBe(sql);
});

test('what stands on lines already stays as it is', () => {
  expect(onLines('select *\nfrom a\nwhere b = 1')).toBe('select *\nfrom a\nwhere b = 1');
});

test('a plain filter is a query, too', () => {
  const draft = { ...NEW_DRAFT, topics: ['rides', "o'hare"], where: ' fare > 1 ' };
  expect(filterAsSql(draft)).toBe("select * from topic('rides'), topic('o''hare') where fare > 1");
  expect(filterAsSql({ ...draft, mode: 'datasets', datasets: ['d'], where: '', select: 'a, b' })).toBe(
    "select a, b from dataset('d')",
  );
  expect(filterAsSql({ ...draft, mode: 'keywords', keywords: ['x'] })).toBe('');
});
