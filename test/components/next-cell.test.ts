import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextCell, type CellAt } from '../../src/components/pika-table/next-cell';

const ENDS = { lastRow: 999, lastColumn: 4, rowsInSight: 11 };
const NO_KEYS = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

const from = (place: number, position: number, key: string, held: Partial<typeof NO_KEYS> = {}): CellAt | null =>
  nextCell({ ...NO_KEYS, ...held, key }, { place, position }, ENDS);

describe('the cell that a key leads to', () => {
  for (const [key, held, place, position] of [
    ['ArrowUp', {}, 49, 2],
    ['ArrowDown', {}, 51, 2],
    ['ArrowLeft', {}, 50, 1],
    ['ArrowRight', {}, 50, 3],
    ['PageUp', {}, 40, 2],
    ['PageDown', {}, 60, 2],
    ['Home', {}, 50, 0],
    ['End', {}, 50, 4],
    ['Home', { ctrlKey: true }, 0, 0],
    ['End', { metaKey: true }, 999, 4],
    ['ArrowUp', { ctrlKey: true }, 0, 2],
    ['ArrowDown', { ctrlKey: true }, 999, 2],
  ] as const)
    it(`${Object.keys(held).join()} ${key}`, () => assert.deepEqual(from(50, 2, key, held), { place, position }));

  it('stays among the rows by page, and reaches the head by the arrow', () => {
    assert.deepEqual(from(3, 0, 'PageUp'), { place: 0, position: 0 });
    assert.deepEqual(from(995, 0, 'PageDown'), { place: 999, position: 0 });
    assert.deepEqual(from(0, 0, 'ArrowUp'), { place: -1, position: 0 });
  });

  it('is none for other keys, and for those that resize and move columns', () => {
    assert.equal(from(0, 0, 'a'), null);
    assert.equal(from(0, 0, 'ArrowLeft', { altKey: true }), null);
    assert.equal(from(0, 0, 'ArrowLeft', { shiftKey: true }), null);
  });
});
