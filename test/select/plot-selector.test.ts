import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnId, ColumnMeta } from '../../src/engine/columns/column';
import { binDomain } from '../../src/engine/scales/bin-domain';
import { Selection } from '../../src/engine/link/selection';
import type { ViewSelection, SelectAxis } from '../../src/engine/select/view-selection';
import type { Brush } from '../../src/engine/plan/plan';
import { PlotSelector } from '../../src/engine/select/plot-selector';
import { SELECTING } from '../../src/engine/select/selecting';

await SELECTING.load();

const column = (id: string): ColumnMeta => ({
  id: id as ColumnId,
  rows: 10,
  encoding: { kind: 'float64' },
  type: { kind: 'number', integer: false },
});
const side = (id: string, largest: number): SelectAxis => ({
  channel: 'x',
  expression: 'delay',
  title: 'delay',
  axis: binDomain(column(id), 0, largest, { maxBins: 10 }, null),
  lengthCss: 100,
});
const brush: Brush = { kind: 'range', channels: ['x'] };
const rangesIn = (selection: Selection): unknown =>
  selection.clauses.map((clause) =>
    (clause.kind === 'interval' ? clause.ranges : clause.kind === 'points' ? clause.boxes.flat() : []).map(
      ({ lo, hi }) => [lo, hi],
    ),
  );

/** A view of 0…100 whose rows are being replaced: they are released, and `swap` brings new ones of 0…200. */
function swapping() {
  const selection = new Selection('flights');
  const view = {};
  const drawn: (ViewSelection | null)[] = [];
  const selecting = new PlotSelector((now) => drawn.push(now));
  const [before, after] = [{}, {}];
  selecting.join(view, 'flights', selection);
  selecting.layOut(before, true, [side('before', 100)], brush);
  selecting.suspend();
  const kernel = () => selection.filtering({}).contributions[0]?.kernel ?? null;
  return {
    selection,
    selecting,
    drawn,
    after,
    kernel,
    swap: () => selecting.layOut(after, true, [side('after', 200)], brush),
  };
}

// Over 100 pixels the axis of the picture goes from 0 to 120, in bins of 20.
for (const [name, wanted, act] of [
  ['a script', [20, 30], (selecting: PlotSelector) => selecting.select({ x: [20, 30] })],
  ['a brush', [24, 36], (selecting: PlotSelector) => selecting.brushTo({ x: [20, 30], y: null })],
  ['a click', [20, 40], (selecting: PlotSelector) => selecting.pick({ x: 30, y: 0 }, false)],
] as const) {
  test(`what ${name} selects while rows are swapped is what the user saw, and filters the new rows`, () => {
    const { selection, selecting, drawn, after, kernel, swap } = swapping();
    act(selecting);
    assert.deepEqual(rangesIn(selection), [[wanted]]);
    assert.equal(drawn.length, 1, 'it is drawn at once');
    assert.equal(kernel(), null, 'no kernel reads columns that are gone');
    swap();
    assert.deepEqual(rangesIn(selection), [[wanted]]);
    assert.equal(kernel()?.rows, after);
    assert.match(
      JSON.stringify(kernel()?.filter, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      /"after"/,
    );
  });
}

test('a selection cleared while rows are swapped stays cleared', () => {
  const { selection, selecting, swap } = swapping();
  selecting.select({ x: [20, 30] });
  selecting.brushTo(null);
  swap();
  assert.deepEqual(selection.clauses, []);
});

test('a disposed plot selects nothing', () => {
  const { selection, selecting } = swapping();
  selecting.leave();
  selecting.select({ x: [20, 30] });
  selecting.brushTo({ x: [20, 30], y: null });
  assert.deepEqual(selection.clauses, []);
  assert.equal(selecting.drawn, null);
});
