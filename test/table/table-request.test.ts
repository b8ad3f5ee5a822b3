import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import { planTable, presentationOf, type TableRequest } from '../../src/engine/table/table-request';

const REQUEST: TableRequest = {
  from: 'q',
  filterBy: ['q'],
  selection: 'q',
  key: null,
  columns: null,
  formats: null,
  sort: null,
  lang: null,
  timeZone: null,
};
const planOf = (request: Partial<TableRequest>) => planTable({ ...REQUEST, ...request });

describe('the plan of a table', () => {
  it('reads columns, expressions and names', () => {
    assert.equal(planOf({}).columns, null);
    assert.equal(planOf({ columns: ' ' }).columns, null);
    assert.deepEqual(
      planOf({ columns: 'a, unit price, b / 60 AS hours, round(c, 1), CAST(d AS INTEGER), "x, y"' }).columns,
      [
        { expression: 'a', name: 'a' },
        { expression: 'unit price', name: 'unit price' },
        { expression: 'b / 60', name: 'hours' },
        { expression: 'round(c, 1)', name: 'round(c, 1)' },
        { expression: 'CAST(d AS INTEGER)', name: 'CAST(d AS INTEGER)' },
        { expression: '"x, y"', name: 'x, y' },
      ],
    );
  });

  it('reads the order and formats', () => {
    assert.deepEqual(planOf({ sort: '-delay' }).sort, { column: 'delay', descending: true });
    assert.deepEqual(planOf({ sort: '"a b"' }).sort, { column: 'a b', descending: false });
    const plan = planOf({ formats: 'price: $,.2f; "the day": %H:%M;' });
    assert.equal(presentationOf(plan, 'price').format?.specifier, '$,.2f');
    assert.equal(presentationOf(plan, 'the day').format?.specifier, '%H:%M');
    assert.equal(presentationOf(plan, 'other').format, null);
  });

  for (const [attribute, text] of [
    ['columns', 'a,, b'],
    ['sort', '-'],
    ['formats', 'price'],
    ['formats', 'price: '],
    ['timeZone', 'Europe/Wien'],
  ] as const)
    it(`refuses ${attribute}="${text}"`, () => {
      assert.throws(
        () => planOf({ [attribute]: text }),
        (error) => error instanceof PikaError && error.code === 'spec/bad-attribute',
      );
    });
});
