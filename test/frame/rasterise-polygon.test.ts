/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rasterisePolygon, type Corner } from '../../src/engine/frame/rasterise-polygon';

/** The grid as text, top row first. */
function drawn(corners: readonly Corner[], nx: number, ny: number): string[] {
  const words = rasterisePolygon(corners, nx, ny);
  const isMarked = (cell: number) => (words[cell >>> 5]! >>> (cell & 31)) & 1;
  return Array.from({ length: ny }, (_, row) =>
    Array.from({ length: nx }, (_, i) => (isMarked((ny - 1 - row) * nx + i) ? '#' : '.')).join(''),
  );
}

describe('a polygon on a grid', () => {
  it('marks the cells whose centers are inside', () => {
    assert.deepEqual(
      drawn(
        [
          [1, 1],
          [4, 1],
          [4, 3],
          [1, 3],
        ],
        5,
        4,
      ),
      ['.....', '.###.', '.###.', '.....'],
    );
    assert.deepEqual(
      drawn(
        [
          [0, 0],
          [4, 0],
          [0, 4],
        ],
        4,
        4,
      ),
      ['....', '#...', '##..', '###.'],
    );
  });

  it('is clipped to the grid, and is empty without area', () => {
    assert.deepEqual(
      drawn(
        [
          [-9, -9],
          [9, -9],
          [9, 9],
          [-9, 9],
        ],
        3,
        2,
      ),
      ['###', '###'],
    );
    for (const corners of [
      [],
      [[1, 1]],
      [
        [0, 0],
        [3, 3],
      ],
    ] as Corner[][])
      assert.deepEqual(drawn(corners, 3, 2), ['...', '...']);
  });

  it('excludes cells that it encloses twice', () => {
    assert.deepEqual(
      drawn(
        [
          [0, 0],
          [5, 0],
          [5, 5],
          [0, 5],
          [0, 0],
          [1, 1],
          [4, 1],
          [4, 4],
          [1, 4],
          [1, 1],
        ],
        5,
        5,
      ),
      ['#####', '#...#', '#...#', '#...#', '#####'],
    );
  });

  it('shares no cell with a neighbor along any common edge', () => {
    const seam: Corner[] = [
      [2.5, 0],
      [2.5, 2],
      [4.5, 4],
      [0.5, 6],
    ];
    const left = rasterisePolygon([[0, 0], ...seam, [0, 6]], 6, 6);
    const right = rasterisePolygon([...seam, [6, 6], [6, 0]], 6, 6);
    assert.deepEqual(
      [...left].map((word, w) => word & right[w]!),
      [0, 0],
    );
    assert.deepEqual(
      [...left].map((word, w) => (word | right[w]!) >>> 0),
      [0xffff_ffff, 0xf],
    );
  });
});
