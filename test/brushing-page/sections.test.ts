import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BrushSums, type StepBox } from '../../src/engine/brushing-page/brush-sums';
import { readCounts, readRows, readTable } from '../../src/engine/brushing-page/read-sections';
import { bytesOfText, textOfBytes } from '../../src/engine/brushing-page/section-text';
import { writeCounts, writeRows, writeTable } from '../../src/engine/brushing-page/write-sections';
import { Random } from '../harness/random';

describe('counts as text', () => {
  it('keeps all bytes, in characters without a meaning in HTML', () => {
    for (const length of [0, 1, 2, 12, 13, 14, 5000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 3)) & 255);
      const text = textOfBytes(bytes);
      assert.match(text, /^[!-~]*$/);
      assert.doesNotMatch(text, /[<>&]/);
      const found = bytesOfText(text);
      assert.deepEqual(found.subarray(0, length), bytes);
      assert.ok(found.length <= length + 1 && (found[length] ?? 0) === 0, 'at most a zero more');
      assert.ok(text.length <= Math.ceil((length * 8) / 13) * 2, 'two characters for 13 bits');
    }
  });

  it('keeps every count of any table', () => {
    const random = new Random(11);
    for (const scale of [0, 1, 3, 40, 5000, 2e6]) {
      const [lines, cells] = [random.integer(1, 30), random.integer(1, 40)];
      const counts = Uint32Array.from({ length: lines * cells }, () =>
        random.next() < 0.4 ? 0 : Math.floor(random.next() ** 3 * scale),
      );
      const all = new Uint32Array(cells);
      const rows = new Uint32Array(lines);
      for (const [i, count] of counts.entries()) {
        all[i % cells]! += count + (random.next() < 0.1 ? 1 : 0);
        rows[Math.floor(i / cells)]! += count;
      }
      // Some rows are in no cell, and some lines have other rows than those of another table.
      const like = rows.map((count) => count + (random.next() < 0.5 ? 0 : 7));
      for (let line = 0; line < lines; line++) if (random.next() < 0.3) rows[line]! += random.integer(0, 100);
      const { text, memory } = writeTable({ lines, counts, rows }, like, all);
      assert.deepEqual(readTable(text, memory, like, all), counts);
      assert.deepEqual(readRows(writeRows(rows), lines), rows);
    }
    const [all, opening] = [Uint32Array.of(0xffff_ff00, 0, 7), Uint32Array.of(3, 0, 7)];
    assert.deepEqual(readCounts(writeCounts(all, opening), 3, [0xffff_ff07, 10]), [all, opening]);
  });

  it('takes about as much space as the counts are random', () => {
    const random = new Random(3);
    const [lines, cells] = [500, 50];
    const counts = Uint32Array.from({ length: lines * cells }, () => {
      let count = 0;
      for (let i = 0; i < 200; i++) count += random.next() < 0.5 ? 1 : 0;
      return count;
    });
    const [all, rows] = [new Uint32Array(cells), new Uint32Array(lines)];
    for (const [i, count] of counts.entries()) {
      all[i % cells]! += count;
      rows[Math.floor(i / cells)]! += count;
    }
    const { text } = writeTable({ lines, counts, rows }, rows, all);
    // Binomial counts of a deviation of 7.07 have 4.87 bits.
    const bits = (text.length * 6.5) / counts.length;
    assert.ok(bits < 5.1, `${bits} bits for each count`);
  });
});

describe('sums of a brush', () => {
  it('answer any rectangles of steps', () => {
    const random = new Random(7);
    for (const [nx, ny] of [
      [1, 1],
      [9, 1],
      [6, 5],
    ] as const) {
      const cells = 4;
      const counts = Uint32Array.from({ length: (nx * ny + 1) * cells }, () => random.integer(0, 1000));
      const sums = new BrushSums(counts, [nx, ny], cells);
      const expected = (isIn: (x: number, y: number) => boolean, hasRest: boolean): number[] =>
        Array.from({ length: cells }, (_, cell) => {
          let sum = hasRest ? counts[nx * ny * cells + cell]! : 0;
          for (let y = 0; y < ny; y++)
            for (let x = 0; x < nx; x++) if (isIn(x, y)) sum += counts[(y * nx + x) * cells + cell]!;
          return sum;
        });
      assert.deepEqual(
        [...sums.of(null)],
        expected(() => true, true),
        'no selection',
      );
      for (let turn = 0; turn < 20; turn++) {
        const [x0, y0] = [random.integer(0, nx), random.integer(0, ny)];
        const box: StepBox = { x: [x0, random.integer(x0, nx) + 1], y: [y0, random.integer(y0, ny) + 1] };
        const isIn = (x: number, y: number): boolean => x >= box.x[0] && x < box.x[1] && y >= box.y[0] && y < box.y[1];
        assert.deepEqual([...sums.of([box])], expected(isIn, false));
      }
      const corners: StepBox[] = [
        { x: [0, 1], y: [0, 1] },
        ...(nx > 1 ? [{ x: [nx - 1, nx], y: [ny - 1, ny] } as const] : []),
      ];
      const inCorner = (x: number, y: number): boolean => (x === 0 && y === 0) || (x === nx - 1 && y === ny - 1);
      assert.deepEqual([...sums.of(corners)], expected(inCorner, false), 'several boxes');
    }
  });
});
