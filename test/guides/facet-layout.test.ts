import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AxisSpec, PlotAxes } from '../../src/engine/guides/axis-spec';
import { countAxis } from '../../src/engine/guides/count-axis';
import { GAP_CSS, gridOf, HEADER_CSS, LEAST_PANEL_CSS, type FacetGuide } from '../../src/engine/guides/facet-grid';
import { boundsOf, layOutFacets } from '../../src/engine/guides/facet-layout';
import { estimatedWidth, type Layout, type LayoutSpace, type PanelLayout } from '../../src/engine/guides/layout';
import type { LegendModel } from '../../src/engine/guides/legend';
import { LinearScale } from '../../src/engine/scales/linear-scale';

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `panel ${i}`);
const guide = (more: Partial<FacetGuide>): FacetGuide => ({
  columns: null,
  rows: null,
  title: 'region',
  wrap: null,
  isFree: { x: false, y: false },
  ...more,
});
const numbers = (lo: number, hi: number): AxisSpec => ({ scale: new LinearScale([lo, hi], false), title: 'value' });
const axes = (x = numbers(0, 100), y: AxisSpec = { ...countAxis(4000), title: 'rows' }): PlotAxes => ({ x, y });

function laidOut(
  facets: Partial<FacetGuide>,
  { space = {}, each = axes, legends = [] }: LaidOutOptions = {},
): Layout & { readonly panels: readonly PanelLayout[] } {
  const wanted = guide(facets);
  const count = (wanted.columns?.length ?? 1) * (wanted.rows?.length ?? 1);
  const all = Array.from({ length: count }, (_, i) => each(undefined, undefined, i)) as [PlotAxes, ...PlotAxes[]];
  return layOutFacets({ widthCss: 700, heightCss: 500, ...space }, all, wanted, legends);
}

interface LaidOutOptions {
  readonly space?: Partial<LayoutSpace>;
  readonly each?: (x?: AxisSpec, y?: AxisSpec, panel?: number) => PlotAxes;
  readonly legends?: readonly LegendModel[];
}

const endsOf = ({ box }: PanelLayout) => ({ ...box, right: box.x + box.width, bottom: box.y + box.height });

/** The horizontal spans of the labels of x of a panel, in CSS pixels of the plot. */
const labelSpans = ({ box, x }: PanelLayout): (readonly [from: number, to: number])[] =>
  x.ticks
    .map(({ labelCss, label }) => [box.x + labelCss, estimatedWidth(label) / 2] as const)
    .map(([middle, half]) => [middle - half, middle + half] as const)
    .sort((a, b) => a[0] - b[0]);

describe('the grid of panels', () => {
  const grid = (facets: Partial<FacetGuide>, width = 700, height = 500): readonly [number, number] => {
    const { columns, rows } = gridOf(guide(facets), width, height);
    return [columns, rows];
  };

  it('is as the author wrote it: facets in rows, in both directions, or wrapped', () => {
    assert.deepEqual(grid({ rows: names(5) }), [1, 5]);
    assert.deepEqual(grid({ columns: names(4), rows: names(3) }), [4, 3]);
    assert.deepEqual(grid({ columns: names(4), rows: names(3), wrap: 2 }), [4, 3], 'two facets do not wrap');
    assert.deepEqual(grid({ columns: names(5), wrap: 2 }), [2, 3]);
    assert.deepEqual(grid({ columns: names(5), wrap: 9 }), [5, 1], 'no empty columns');
    assert.deepEqual(grid({ columns: names(5), wrap: 0 }), [1, 5]);
    assert.deepEqual(grid({ columns: names(1) }), [1, 1]);
  });

  it('keeps panels of the least size inside the plot, and says how many fit', () => {
    for (const facets of [{ rows: names(40) }, { columns: names(60) }, { columns: names(30), rows: names(2) }])
      for (const size of [
        { widthCss: 640, heightCss: 320 },
        { widthCss: 400, heightCss: 900 },
        { widthCss: 200, heightCss: 200 },
      ]) {
        const fitted = (wanted: Partial<FacetGuide>): readonly PanelLayout[] => {
          const { panels, room } = laidOut(wanted, { space: size });
          const [columns, rows] = [wanted.columns?.slice(0, room!.columns), wanted.rows?.slice(0, room!.rows)];
          const isFull = columns?.length === wanted.columns?.length && rows?.length === wanted.rows?.length;
          return isFull ? panels : fitted({ ...(columns && { columns }), ...(rows && { rows }) });
        };
        const panels = fitted(facets);
        for (const one of panels) {
          const { width, height, right, bottom } = endsOf(one);
          const text = `${JSON.stringify(size)} ${JSON.stringify(one.box)}`;
          assert.ok(width >= LEAST_PANEL_CSS && height >= LEAST_PANEL_CSS, text);
          assert.ok(right <= size.widthCss && bottom <= size.heightCss - 38, text);
        }
      }
  });

  it('shrinks the gaps before panels get small', () => {
    const gapOf = (count: number): number => {
      const [first, second] = laidOut({ rows: names(count) }).panels;
      return second!.box.y - endsOf(first!).bottom - HEADER_CSS;
    };
    assert.equal(gapOf(5), GAP_CSS);
    assert.ok(gapOf(8) < GAP_CSS && gapOf(8) > 4, `${gapOf(8)}`);
    assert.ok(gapOf(10) < gapOf(8));
  });

  it('suits the shape of the plot', () => {
    const four = { columns: names(4) };
    assert.deepEqual(grid(four, 1200, 200), [4, 1]);
    assert.deepEqual(grid(four, 600, 600), [2, 2]);
    assert.deepEqual(grid(four, 200, 1200), [1, 4]);
  });

  it('has no narrow panels, even if their shape were better', () => {
    const twelve = { columns: names(12) };
    assert.deepEqual(grid(twelve, 300, 500), [2, 6], 'three in a row would be 91 wide and 93 high');
    assert.deepEqual(grid(twelve, 600, 700), [3, 4]);
  });

  it('has few empty places', () => {
    assert.deepEqual(grid({ columns: names(7) }, 700, 300), [4, 2]);
    for (const [width, height] of [
      [900, 500],
      [500, 500],
      [400, 900],
    ] as const)
      for (let count = 1; count <= 60; count++) {
        const [columns, rows] = grid({ columns: names(count) }, width, height);
        assert.ok(columns * rows >= count && columns * (rows - 1) < count, `${count}: ${columns} × ${rows}`);
      }
  });
});

describe('panels', () => {
  for (const [name, facets] of Object.entries({
    wrapped: { columns: names(5), wrap: 3 },
    'in rows': { rows: names(3) },
    'in a grid': { columns: names(3), rows: names(2) },
    'with scales of their own': { columns: names(6), wrap: 3, isFree: { x: true, y: true } },
  } satisfies Record<string, Partial<FacetGuide>>))
    it(`${name} have one size, lie inside the plot and apart from each other`, () => {
      const { panels, box, widthCss, heightCss } = laidOut(facets);
      assert.equal(new Set(panels.map(({ box: { width, height } }) => `${width} ${height}`)).size, 1);
      for (const [i, panel] of panels.entries()) {
        const { x, y, right, bottom } = endsOf(panel);
        assert.ok(x > 0 && y > HEADER_CSS && right < widthCss && bottom < heightCss);
        for (const other of panels.slice(0, i).map(endsOf)) {
          const isAside = x >= other.right + GAP_CSS || other.x >= right + GAP_CSS;
          assert.ok(isAside || y >= other.bottom + GAP_CSS, `${i} is apart`);
        }
      }
      assert.deepEqual(box, boundsOf(panels));
      assert.deepEqual(
        [box.x, box.y, box.x + box.width, box.y + box.height],
        [
          Math.min(...panels.map((one) => endsOf(one).x)),
          Math.min(...panels.map((one) => endsOf(one).y)),
          Math.max(...panels.map((one) => endsOf(one).right)),
          Math.max(...panels.map((one) => endsOf(one).bottom)),
        ],
      );
    });

  it('are numbered row by row from the left', () => {
    const places = laidOut({ columns: names(5), wrap: 3 }).panels.map(({ box }) => [box.x, box.y] as const);
    const columns = [...new Set(places.map(([x]) => x))].sort((a, b) => a - b);
    const rows = [...new Set(places.map(([, y]) => y))].sort((a, b) => a - b);
    assert.deepEqual(
      places.map(([x, y]) => [columns.indexOf(x), rows.indexOf(y)]),
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [0, 1],
        [1, 1],
      ],
    );
  });

  it('have labels at the outer edge, also where the last row is not full', () => {
    const labelled = (facets: Partial<FacetGuide>, channel: 'x' | 'y'): number[] =>
      laidOut(facets).panels.flatMap(({ isLabelled }, i) => (isLabelled[channel] ? [i] : []));
    assert.deepEqual(labelled({ columns: names(5), wrap: 3 }, 'x'), [2, 3, 4]);
    assert.deepEqual(labelled({ columns: names(5), wrap: 3 }, 'y'), [0, 3]);
    const free = { columns: names(5), wrap: 3, isFree: { x: true, y: false } };
    assert.deepEqual(labelled(free, 'x'), [0, 1, 2, 3, 4]);
    assert.deepEqual(labelled(free, 'y'), [0, 3]);
    assert.deepEqual(labelled({ ...free, isFree: { x: false, y: true } }, 'y'), [0, 1, 2, 3, 4]);
  });

  it('have room for the labels of y between them if each has a scale of its own', () => {
    const { panels } = laidOut({ columns: names(4), wrap: 2, isFree: { x: false, y: true } });
    for (const right of [1, 3]) {
      const gap = panels[right]!.box.x - endsOf(panels[right - 1]!).right;
      const widest = Math.max(...panels[right]!.y.ticks.map(({ label }) => estimatedWidth(label)));
      assert.ok(gap > widest, `${gap} for ${widest}`);
    }
  });

  it('have room for the labels of x and a header between rows', () => {
    const gapOf = (isFree: boolean): number => {
      const { panels } = laidOut({ columns: names(4), wrap: 2, isFree: { x: isFree, y: false } });
      return panels[2]!.box.y - endsOf(panels[0]!).bottom;
    };
    assert.ok(gapOf(false) >= HEADER_CSS + GAP_CSS);
    assert.ok(gapOf(true) >= gapOf(false) + 16, 'a line of labels');
  });

  it('keep the labels of x of neighbors apart', () => {
    for (const widthCss of [300, 500, 900]) {
      const { panels } = laidOut(
        { columns: names(3), wrap: 3 },
        { space: { widthCss }, each: () => axes(numbers(0, 1e6)) },
      );
      assert.ok(panels.every(({ x }) => x.turn === 0 && x.ticks.length > 0));
      const spans = panels.flatMap(labelSpans);
      for (let i = 1; i < spans.length; i++) assert.ok(spans[i]![0] >= spans[i - 1]![1], `${widthCss}: ${i}`);
    }
  });

  it('share the ticks of a scale, or have their own', () => {
    const each = (_: unknown, __: unknown, panel = 0): PlotAxes => axes(numbers(0, 10 ** (panel + 1)));
    const labels = (isFree: boolean): string[] =>
      laidOut({ columns: names(2), wrap: 2, isFree: { x: isFree, y: false } }, { each }).panels.map(
        ({ x }) => x.ticks.at(-1)!.label,
      );
    assert.deepEqual(labels(false), ['10', '10']);
    assert.deepEqual(labels(true), ['10', '100']);
  });
});

describe('the headers of panels', () => {
  const headers = (facets: Partial<FacetGuide>): (readonly [string | undefined, string | undefined])[] =>
    laidOut(facets).panels.map(({ above, beside }) => [above?.text, beside?.text]);

  it('have the value of each panel above it', () => {
    assert.deepEqual(headers({ columns: ['a', 'b', 'c'], wrap: 2 }), [
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
    ]);
    assert.deepEqual(headers({ rows: ['a', 'b'] }), [
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  it('are above the first row and beside the last column of a grid', () => {
    assert.deepEqual(headers({ columns: ['a', 'b'], rows: ['1', '2'] }), [
      ['a', undefined],
      ['b', '1'],
      [undefined, undefined],
      [undefined, '2'],
    ]);
    const grid = laidOut({ columns: ['a', 'b'], rows: ['1', '2'] });
    const wrapped = laidOut({ columns: ['a', 'b'], wrap: 2 });
    const rightOf = ({ box, widthCss }: Layout): number => widthCss - box.x - box.width;
    assert.ok(rightOf(grid) >= rightOf(wrapped) + HEADER_CSS - 1, 'room for values beside the rows');
  });

  it('are shortened, with the full text to show', () => {
    const long = 'a very long name of a region that has no room above a panel of this plot';
    const { panels, facetTitle } = laidOut({ columns: [long, 'b', 'c'], wrap: 3, title: `${long} ${long}` });
    const { text, full } = panels[0]!.above!;
    assert.ok(estimatedWidth(text) <= panels[0]!.box.width + GAP_CSS);
    assert.ok(text.endsWith('…') && long.startsWith(text.slice(0, -1)));
    assert.equal(full, long);
    assert.equal(panels[1]!.above!.full, null);
    assert.equal(facetTitle!.full, `${long} ${long}`);
    assert.ok(estimatedWidth(facetTitle!.text) <= 350);
  });

  it('have their title in the middle, or beside a long title of y', () => {
    const spanOf = ({ facetTitle }: Layout): readonly [number, number] => {
      const half = (estimatedWidth(facetTitle!.text) * 1.1) / 2;
      return [facetTitle!.middleCss - half, facetTitle!.middleCss + half];
    };
    const plain = laidOut({ columns: names(3) });
    assert.equal(plain.facetTitle!.middleCss, plain.box.x + plain.box.width / 2);
    for (const letters of [20, 45, 60, 200])
      for (const widthCss of [240, 400, 700]) {
        const title = 'm'.repeat(letters);
        const layout = laidOut(
          { columns: names(3), title: 'region of the country' },
          { space: { widthCss }, each: (x, y) => axes(x, { ...(y ?? numbers(0, 9)), title }) },
        );
        const [from, to] = spanOf(layout);
        assert.ok(from >= 10 + estimatedWidth(`↑ ${layout.y.title}`) * 1.1 - 1, `${letters} letters in ${widthCss}`);
        assert.ok(to <= layout.box.x + layout.box.width + 0.01);
      }
  });
});

describe('the margins of panels', () => {
  it('grow with a legend above, and do not shrink while the user zooms', () => {
    const legend: LegendModel = {
      channel: 'color',
      title: 'kind',
      entries: [{ label: 'a', value: 0, color: '#000000' }],
      hidden: 0,
    } as unknown as LegendModel;
    const [plain, withLegend] = [laidOut({ columns: names(2) }), laidOut({ columns: names(2) }, { legends: [legend] })];
    assert.equal(withLegend.box.y, plain.box.y + withLegend.topCss);
    assert.ok(withLegend.topCss > 0 && plain.topCss === 0);

    const each = (most: number) => () => axes(numbers(0, 100), { ...countAxis(most), title: 'rows' });
    const wide = laidOut({ columns: names(2) }, { each: each(4000) });
    const narrow = laidOut({ columns: names(2) }, { each: each(9) });
    assert.ok(narrow.box.x < wide.box.x);
    assert.equal(laidOut({ columns: names(2) }, { each: each(9), space: { least: wide } }).box.x, wide.box.x);
    const resized = laidOut({ columns: names(2) }, { each: each(9), space: { least: wide, widthCss: 600 } });
    assert.ok(resized.box.x < wide.box.x, 'of another size, margins are new');
  });
});
