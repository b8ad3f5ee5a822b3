import type { Plot } from '../../src/engine/plot/plot';
import type { CountedBins } from '../../src/engine/plot/plot-model';
import { report } from '../harness/patience.mjs';
import type { Oracle, PlainColumn } from '../harness/oracle';
import { binSql } from '../harness/oracle-sql';
import type { Random } from '../harness/random';

/**
 * Random brushes over the linked plots of one table, by pointer and by value; compares all counts and aggregates with
 * SQL. Independent of the test runner.
 *
 * SQL answers all moves with one query per plot: it joins a table of the moves, in data units, with the distinct rows,
 * each of which occurs many times in the data. So a thousand moves over enough pages for several workers take DuckDB a
 * second.
 */
export interface Sides {
  readonly x: string;
  readonly y?: string;
}

export const PLOTS: readonly (Sides & { readonly mark: string; readonly brush: 'x' | 'xy' })[] = [
  { mark: 'bar', x: 'a', brush: 'x' },
  { mark: 'bar', x: 'b', brush: 'x' },
  { mark: 'bar', x: 'c', brush: 'x' },
  { mark: 'density', x: 'c', y: 'd', brush: 'xy' },
];
/** A label for each step of d; NULL where d is. */
const STEPS = `CASE WHEN isfinite(d) THEN 's' || CAST(floor(d / 4) AS INTEGER) END`;
/** Aggregates by `b` of plots that all brushes filter, and their SQL over the distinct rows. */
export const GROUPS: Readonly<Record<string, string>> = {
  'sum(c)': 'sum(times * c)',
  'avg(b)': 'sum(times * b) / sum(times)',
  'max(c)': 'max(c)',
  'min(a)': 'min(a)',
  'count(d)': 'sum(CASE WHEN d IS NULL THEN 0 ELSE times END)',
  'variance(floor(c))': `(sum(times) * sum(times * floor(c)::BIGINT * floor(c)::BIGINT) - sum(times * floor(c)::BIGINT)
    * sum(times * floor(c)::BIGINT))::DOUBLE / nullif(sum(times) * (sum(times) - 1), 0)`,
  [`distinct(${STEPS})`]: `count(DISTINCT ${STEPS})`,
};
/** Smaller than the box of every plot. */
const WIDTH_PX = 180;
const HEIGHT_PX = 90;

export interface Rows {
  readonly data: Record<'a' | 'b' | 'c' | 'd', Float32Array | Int32Array | Float64Array>;
  /** The distinct rows, and how often each occurs in the data. */
  readonly distinct: Readonly<Record<'a' | 'b' | 'c' | 'd' | 'times', PlainColumn>>;
}

export function randomRows(random: Random, rows: number, distinct: number): Rows {
  const [a, b, c, d] = [
    new Float32Array(distinct),
    new Int32Array(distinct),
    new Float64Array(distinct),
    new Float32Array(distinct),
  ];
  for (let i = 0; i < distinct; i++) {
    a[i] = random.normal() * 10;
    b[i] = random.integer(-40, 60);
    c[i] = random.next() * random.next() * 1000 + 0.1;
    d[i] = random.next() < 0.05 ? NaN : a[i]! + random.normal();
  }
  const times = new Array<number>(distinct).fill(0);
  const from = Int32Array.from({ length: rows }, () => Math.floor(random.next() * random.next() * distinct));
  for (const row of from) times[row]!++;
  const plain = (sqlType: PlainColumn['sqlType'], values: Iterable<number>): PlainColumn => ({
    sqlType,
    values: Array.from(values, (value) => (Number.isNaN(value) ? null : sqlType === 'BIGINT' ? BigInt(value) : value)),
  });
  return {
    data: {
      a: Float32Array.from(from, (row) => a[row]!),
      b: Int32Array.from(from, (row) => b[row]!),
      c: Float64Array.from(from, (row) => c[row]!),
      d: Float32Array.from(from, (row) => d[row]!),
    },
    distinct: {
      a: plain('FLOAT', a),
      b: plain('BIGINT', b),
      c: plain('DOUBLE', c),
      d: plain('FLOAT', d),
      times: plain('BIGINT', times),
    },
  };
}

/** The state after one move: the selected ranges [lo, hi) by plot and side, and the counts by plot. */
interface Answered {
  readonly selected: readonly (readonly (readonly [lo: number, hi: number])[])[];
  readonly counts: readonly CountedBins[];
  /** By aggregate: the value of each group; null for NULL. */
  readonly groups: readonly ReadonlyMap<number, number | null>[];
}

/** Makes the moves, reads the counts of every plot after each, then compares all with SQL. Throws if they differ. */
export async function checkRandomMoves({
  views,
  groupViews,
  rows,
  oracle,
  random,
  moves,
}: {
  /** The plots of {@link PLOTS}. */
  readonly views: readonly Plot[];
  /** A plot for each of {@link GROUPS}. */
  readonly groupViews: readonly Plot[];
  readonly rows: Rows;
  readonly oracle: Oracle;
  readonly random: Random;
  readonly moves: number;
}): Promise<void> {
  const answers: Answered[] = [];
  const hand = new Hand(views, random);
  for (let move = 0; move < moves; move++) {
    if (move % 50 === 0) report({ awaits: `random move ${move} of ${moves}` });
    hand.move();
    const counts: CountedBins[] = [];
    for (const view of views) counts.push((await view.counts())!);
    const selected = views.map((view) => (view.selection?.ranges ?? []).map(({ lo, hi }) => [lo, hi] as const));
    const groups: Map<number, number | null>[] = [];
    for (const view of groupViews)
      groups.push(new Map((await view.values())!.map(({ x, y }) => [x as number, y as number | null])));
    answers.push({ selected, counts, groups });
  }
  await oracle.load('distinct_rows', rows.distinct);
  await oracle.load('moves', tableOf(answers));
  for (const [v, sides] of PLOTS.entries()) await checkPlot(v, sides, answers, oracle);
  await checkGroups(answers, oracle);
}

/** The user's hand: mostly continues a drag; sometimes changes the plot, selects by value, or clears the brush. */
class Hand {
  readonly #views: readonly Plot[];
  readonly #random: Random;
  #at = 0;
  #px: [number, number] = [20, 80];
  #py: [number, number] = [10, 60];

  constructor(views: readonly Plot[], random: Random) {
    this.#views = views;
    this.#random = random;
  }

  move(): void {
    const random = this.#random;
    const what = random.next();
    if (what < 0.1) this.#at = random.integer(0, this.#views.length - 1);
    const view = this.#views[this.#at]!;
    const plane = PLOTS[this.#at]!.brush === 'xy';
    if (what < 0.1 && random.next() < 0.7) view.prepareBrush();
    if (what > 0.97) return view.brushTo(null);
    if (what > 0.93) return view.select({ x: this.#range(-20.5, 70.5), ...(plane && { y: this.#range(-20, 20) }) });
    this.#px = this.#step(this.#px, WIDTH_PX);
    this.#py = this.#step(this.#py, HEIGHT_PX);
    view.brushTo({ x: this.#px, y: plane ? this.#py : null });
  }

  /** Moves both ends together or only one of them, sometimes far. */
  #step([from, to]: [number, number], length: number): [number, number] {
    const random = this.#random;
    const by = random.next() < 0.1 ? random.integer(-length, length) : random.integer(-6, 6);
    const ends = random.next() < 0.6 ? [from + by, to + by] : random.next() < 0.5 ? [from + by, to] : [from, to + by];
    const [lo, hi] = ends.map((end) => Math.max(0, Math.min(length, end))).sort((p, q) => p - q);
    return lo === hi ? [Math.max(0, lo! - 1), Math.max(1, lo!)] : [lo!, hi!];
  }

  #range(lo: number, hi: number): [number, number] {
    const [from, to] = [lo + this.#random.next() * (hi - lo), lo + this.#random.next() * (hi - lo)].sort(
      (p, q) => p - q,
    );
    return [from!, to!];
  }
}

/** Columns m, lo_0_x, hi_0_x, …: NULL if a plot selects nothing. */
function tableOf(answers: readonly Answered[]): Record<string, PlainColumn> {
  const table: Record<string, PlainColumn> = { m: { sqlType: 'BIGINT', values: answers.map((_, m) => BigInt(m)) } };
  for (const [v, { brush }] of PLOTS.entries()) {
    for (const [s, side] of brush.split('').entries()) {
      for (const [end, name] of ['lo', 'hi'].entries()) {
        table[`${name}_${v}_${side}`] = {
          sqlType: 'DOUBLE',
          values: answers.map(({ selected }) => selected[v]![s]?.[end] ?? null),
        };
      }
    }
  }
  return table;
}

/** The conditions of all brushes but those of one plot. */
function conditionsBut(v: number | null): string {
  const inside = PLOTS.flatMap(({ brush, ...sides }, other) =>
    other === v
      ? []
      : brush.split('').map((side) => {
          const [lo, hi] = [`lo_${other}_${side}`, `hi_${other}_${side}`];
          const column = sides[side as 'x' | 'y'];
          return `(${lo} IS NULL OR (${column} >= ${lo} AND ${column} < ${hi}))`;
        }),
  );
  return inside.join(' AND ');
}

async function checkGroups(answers: readonly Answered[], oracle: Oracle): Promise<void> {
  const measures = Object.values(GROUPS).map((sql, i) => `(${sql})::DOUBLE AS v${i}`);
  const found = await oracle.sql(`SELECT m, b, ${measures.join(', ')} FROM distinct_rows, moves
    WHERE times > 0 AND ${conditionsBut(null)} GROUP BY m, b`);
  const rows = answers.map(() => new Map<number, Record<string, unknown>>());
  for (const row of found) rows[Number(row['m'])]!.set(Number(row['b']), row);
  answers.forEach(({ groups }, m) => {
    groups.forEach((values, i) => {
      const expected = rows[m]!;
      const about = `move ${m}, ${Object.keys(GROUPS)[i]}`;
      if (values.size !== expected.size) throw new Error(`${about}: SQL ${expected.size} groups, found ${values.size}`);
      for (const [b, row] of expected) {
        const [wanted, value] = [row[`v${i}`] as number | null, values.get(b)!];
        if (wanted === null && value === null) continue;
        // SQL adds doubles, which rounds; kernels add integers.
        if (wanted === null || value === null || !(Math.abs(value - wanted) <= 1e-9 * Math.abs(wanted)))
          throw new Error(`${about}, b = ${b}: SQL ${wanted}, found ${value}`);
      }
    });
  });
}

async function checkPlot(v: number, { x, y }: Sides, answers: readonly Answered[], oracle: Oracle): Promise<void> {
  const { edges } = answers[0]!.counts[v]!;
  const cells = edges.reduce((product, { length }) => product * (length - 1), 1);
  const nx = edges[0]!.length - 1;
  const cell = y
    ? `${binSql({ column: x, edges: edges[0]! })} + ${nx} * ${binSql({ column: y, edges: edges[1]! })}`
    : binSql({ column: x, edges: edges[0]! });
  const found =
    await oracle.sql(`SELECT m, cell, sum(times)::INTEGER AS n FROM (SELECT *, ${cell} AS cell FROM distinct_rows) AS r, moves
    WHERE cell IS NOT NULL AND ${conditionsBut(v)} GROUP BY m, cell`);
  const expected = answers.map(() => new Uint32Array(cells));
  for (const { m, cell: at, n } of found) expected[Number(m)]![Number(at)] = Number(n);
  answers.forEach(({ counts, selected }, m) => {
    const wrong = expected[m]!.findIndex((n, i) => n !== counts[v]!.counts[i]);
    if (wrong >= 0)
      throw new Error(
        `move ${m}, plot ${v} (${x}${y ? ` × ${y}` : ''}), cell ${wrong}: SQL ${expected[m]![wrong]}, found ${counts[v]!.counts[wrong]}; selected: ${JSON.stringify(selected)}`,
      );
  });
}
