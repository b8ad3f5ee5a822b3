import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Constant } from '../../src/engine/grammar/channel';
import type { ChannelName } from '../../src/engine/grammar/channel-name';
import type { LayerTable } from '../../src/engine/plan/layer-table';

import type { MarkOptions } from '../../src/engine/grammar/plot-spec';
import type { RowStyles } from '../../src/engine/plan/mark';
import { box } from '../../src/engine/plan/marks/box';
import { line } from '../../src/engine/plan/marks/line';
import { point } from '../../src/engine/plan/marks/point';
import type { LayerWithTable } from '../../src/engine/plot/shared-column';
import { trainStyles } from '../../src/engine/plot/train-styles';
import { THEME } from '../harness/node-engine';
import { parsePlotSpec } from '../../src/engine/grammar/plot-spec';

const { layers } = parsePlotSpec({ from: 'cars', mark: 'box', x: 'maker', y: 'mpg' });
const boxes = layers[0]!;
const spec = parsePlotSpec({ from: 'cars', mark: 'point', x: 'hp', y: 'mpg' });

/** The styles of `drawn` of a layer's `rows` rows. */
function stylesOf(
  rows: number,
  drawn = rows,
  constants: Partial<Record<ChannelName, number>> = {},
  draw = point.table!,
): RowStyles {
  const columns = new Map([['x', { type: { kind: 'number', integer: false }, values: new Float64Array(rows) }]]);
  const known = Object.entries(constants).map(
    ([name, value]) => [name, { type: 'number', value } as Constant] as const,
  );
  const plan = { draw, constants: new Map(known), spec: { options: {} } };
  const layer = {
    loaded: { plan },
    columnOf: (channel: string) => columns.get(channel) ?? null,
  } as unknown as LayerWithTable;
  return trainStyles([layer], spec, THEME, null, null).of(layer, {
    rows: drawn,
    columns: new Map(),
  } as unknown as LayerTable);
}
const alphaOf = ({ fill }: RowStyles): number => fill[0]! >>> 24;

test('few points are opaque, and many smaller and fainter', () => {
  const looks = [10, 100, 1000, 5000, 50_000].map((rows) => stylesOf(rows));
  assert.deepEqual(looks.map(alphaOf), [255, 255, 143, 96, 54]);
  assert.deepEqual(
    looks.map(({ areasCss }) => Math.round(areasCss as number)),
    [40, 40, 22, 15, 10],
  );
});

test('a filter changes no look', () => {
  assert.deepEqual(
    [alphaOf(stylesOf(5000, 3)), stylesOf(5000, 3).areasCss],
    [alphaOf(stylesOf(5000)), stylesOf(5000).areasCss],
  );
});

test('outliers are smaller and fainter the more there are', () => {
  const outliers = box.parts!(boxes).at(-1)!.mark.table!;
  const looks = [10, 200, 5000].map((rows) => stylesOf(rows, rows, {}, outliers));
  assert.deepEqual(looks.map(alphaOf), [255, 143, 64]);
  assert.deepEqual(
    looks.map(({ areasCss }) => Math.round(areasCss as number)),
    [22, 12, 7],
  );
});

test('opacity and size of the author are as they are, and other marks do not fade', () => {
  const styles = stylesOf(5000, 5000, { opacity: 1, size: 60 });
  assert.deepEqual([alphaOf(styles), styles.areasCss], [255, 60]);
  assert.equal(alphaOf(stylesOf(5000, 5000, {}, line.table!)), 255);
  assert.equal(point.table!.looks!(5000, { hollow: true } as MarkOptions).opacity, 1);
});
