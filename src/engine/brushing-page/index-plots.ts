import { PikaError } from '../errors';
import { EventLoopYield } from '../event-loop-yield';
import type { Filter } from '../frame/recording';
import type { FilterPart, LinkedViews } from '../link/linked-views';
import { SELECTING } from '../select/selecting';
import { coarser, type BrushSteps } from './brush-steps';
import { capturePlot, type CapturedBrush, type CapturedPlot, type PlotToSave } from './capture-plot';
import { RowCounter } from './joint-counts';
import type { BrushAxis, IndexedPlot, PageBrush, PageIndex, PageRelation, PageTable } from './page-index';
import { writeCounts, writeRows, writeTable } from './write-sections';

/** The most counts of a table: as many as a phone decodes in about a second. A brush gets coarser steps beyond. */
const MOST_COUNTS = 2 ** 23;

/** What a brushing page needs of the counts behind its plots. */
export interface IndexedPage {
  readonly index: PageIndex;
  /** Counts as text without any character that HTML gives a meaning. */
  readonly sections: readonly string[];
}

/** Plots of one relation. */
interface Group {
  readonly linked: LinkedViews;
  readonly members: readonly number[];
}

/**
 * Counts the rows of linked plots for every selection that a user can make in one of them, as they are filtered now.
 * @param plots null for one that can't be drawn
 * @throws PikaError `engine/nothing-brushes` if nothing can be selected in any of the plots
 */
export async function indexPlots(plots: readonly (PlotToSave | null)[]): Promise<IndexedPage> {
  await SELECTING.load();
  // All at one moment, so that all have the same filters.
  const captured = plots.map((plot) => (plot ? capturePlot(plot) : 'it is not drawn'));
  const reasons = captured.map((found, i) => (typeof found === 'string' ? found : foreignFilter(captured, i)));
  const live = captured.map((found, i) => (typeof found === 'string' || reasons[i] !== null ? null : found));
  if (!live.some((plot) => plot?.brush)) throw nothingBrushes(reasons);
  const sections: string[] = [];
  const [indexed, relations]: [(IndexedPlot | null)[], PageRelation[]] = [live.map(() => null), []];
  const breaks = new EventLoopYield();
  try {
    for (const { members } of groupsOf(live)) {
      const group = new GroupIndex(live as readonly CapturedPlot[], members, relations.length, sections, breaks);
      for (const [plot, found] of await group.plots()) indexed[plot] = found;
      relations.push(await group.relation());
    }
  } finally {
    breaks.close();
  }
  return { index: { relations, plots: indexed, reasons }, sections };
}

function groupsOf(live: readonly (CapturedPlot | null)[]): readonly Group[] {
  const groups = new Map<LinkedViews, number[]>();
  for (const [i, plot] of live.entries()) {
    if (!plot) continue;
    const { linked } = plot.loaded;
    groups.set(linked, [...(groups.get(linked) ?? []), i]);
  }
  return [...groups].map(([linked, members]) => ({ linked, members }));
}

/** Why a plot can't follow the others: a plot of other rows filters it. */
function foreignFilter(captured: readonly (CapturedPlot | string)[], i: number): string | null {
  const own = captured[i] as CapturedPlot;
  const foreign = captured.some(
    (other) =>
      typeof other !== 'string' &&
      other.brush !== null &&
      other.loaded.linked !== own.loaded.linked &&
      own.loaded.incomingFilters.isFilteredBy(other.layer),
  );
  return foreign ? 'a plot of other rows filters it' : null;
}

/** Indexes the plots of one relation. */
class GroupIndex {
  readonly #captured: readonly CapturedPlot[];
  readonly #members: readonly number[];
  readonly #relation: number;
  readonly #sections: string[];
  readonly #breaks: EventLoopYield;
  readonly #counter: RowCounter;
  /** The counts of all rows of each plot. */
  readonly #all = new Map<number, Uint32Array>();

  constructor(
    captured: readonly CapturedPlot[],
    members: readonly number[],
    relation: number,
    sections: string[],
    breaks: EventLoopYield,
  ) {
    [this.#captured, this.#members, this.#relation] = [captured, members, relation];
    [this.#sections, this.#breaks] = [sections, breaks];
    this.#counter = new RowCounter(captured[members[0]!]!.loaded);
  }

  async plots(): Promise<readonly (readonly [number, IndexedPlot])[]> {
    for (const i of this.#members) this.#all.set(i, await this.#counter.cells(this.#captured[i]!.bins, []));
    const plots: [number, IndexedPlot][] = [];
    for (const i of this.#members) plots.push([i, await this.#plot(i)]);
    return plots;
  }

  /** With the rows that pass the filters of the first plot that selects, and its own selection. */
  async relation(): Promise<PageRelation> {
    const plots = this.#members.map((i) => this.#captured[i]!);
    const first = plots.find(({ brush }) => brush) ?? plots[0]!;
    const bins = first.bins[0]!;
    const own = first.brush?.filter ?? [];
    const selected = await this.#counter.rows(bins, [...filterOf(withoutOwn(first)), ...own]);
    return { from: first.loaded.plan.spec.from, rows: await this.#counter.rows(bins, []), selected };
  }

  async #plot(i: number): Promise<IndexedPlot> {
    const { bins, texts, marks, parts, brush } = this.#captured[i]!;
    const all = this.#all.get(i)!;
    const opening = parts.length > 0 ? await this.#counter.cells(bins, filterOf(parts)) : all;
    return {
      relation: this.#relation,
      cells: [bins[0]!.count, bins[1]?.count ?? 1],
      bins: texts,
      marks,
      counts: { section: this.#add(writeCounts(all, opening)), rows: [sum(all), sum(opening)] },
      isFiltered: parts.length > 0,
      brush: brush && (await this.#brush(i, brush)),
    };
  }

  async #brush(i: number, { drags, picks, saved, selection, steps }: CapturedBrush): Promise<PageBrush> {
    const plot = this.#captured[i]!;
    const isAlone = selection.mode === 'single';
    const isReleased = ({ source }: FilterPart): boolean =>
      source === plot.layer || (isAlone && source !== null && selection.sources.includes(source));
    const clausesOf = ({ parts }: CapturedPlot): Filter => filterOf(parts.filter((part) => !isReleased(part)));
    const passive = this.#members.filter((other) =>
      this.#captured[other]!.loaded.incomingFilters.isFilteredBy(plot.layer),
    );
    const fitted = this.#fit(steps, passive);
    const pixels = fitted.map(({ bins }) => bins);
    const own = clausesOf(plot);
    const rows = await this.#counter.rowsOfSteps(pixels, own);
    const section = this.#add(writeRows(rows));
    const tables: PageTable[] = [];
    for (const other of passive) {
      const { bins } = this.#captured[other]!;
      const clauses = clausesOf(this.#captured[other]!);
      const joint = await this.#counter.joint(pixels, bins, clauses, isSame(clauses, own) ? rows : null);
      await this.#breaks.yield();
      const { text, memory } = writeTable(joint, rows, this.#all.get(other)!);
      tables.push({ plot: other, section: this.#add(text), memory });
      await this.#breaks.yield();
    }
    const { mirror } = this.#captured[i]!.brush!;
    const axes = fitted.map(({ side, stops, texts }): BrushAxis => {
      const { channel, title, axis } = side;
      const drawn = stops.map((stop) => Math.round(mirror.fraction(channel, stop) * 1e6) / 1e6);
      return { channel, title, stops: drawn, texts, isBand: axis.scale.kind === 'band' };
    });
    // The steps of a picked bar must be the bar.
    const isWhole = fitted.every((one, axis) => one === steps[axis]);
    return {
      drags,
      picks: picks && isWhole,
      axes: axes as unknown as PageBrush['axes'],
      saved,
      isAlone,
      rows: section,
      tables,
    };
  }

  /** Steps so large that no table has too many counts. */
  #fit(steps: readonly BrushSteps[], passive: readonly number[]): readonly BrushSteps[] {
    const cells = Math.max(1, ...passive.map((other) => this.#all.get(other)!.length));
    const lines = steps.reduce((product, { bins }) => product * bins.count, 1);
    const factor = Math.max(1, (lines * cells) / MOST_COUNTS) ** (1 / steps.length);
    return factor === 1 ? steps : steps.map((one) => coarser(one, Math.max(1, Math.floor(one.bins.count / factor))));
  }

  #add(section: string): number {
    return this.#sections.push(section) - 1;
  }
}

/** The filters of a plot without its own selection. */
function withoutOwn({ parts, layer }: CapturedPlot): readonly FilterPart[] {
  return parts.filter(({ source }) => source !== layer);
}

function filterOf(parts: readonly FilterPart[]): Filter {
  return parts.flatMap(({ filter }) => filter);
}

/** Filters keep the objects of their clauses. */
function isSame(a: Filter, b: Filter): boolean {
  return a.length === b.length && a.every((clause, i) => clause === b[i]);
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

function nothingBrushes(reasons: readonly (string | null)[]): PikaError {
  const because = [...new Set(reasons.filter((reason) => reason !== null))];
  return new PikaError('engine/nothing-brushes', {
    subject: 'a page that brushes',
    expected: 'a plot of counts, such as x="bin(price)" y="count()", with brush or pick',
    found:
      reasons.length === 0
        ? 'no plots'
        : because.length > 0
          ? `plots of which each is left out: ${because.join('; ')}`
          : 'plots in which nothing can be selected',
    next: 'Add brush="x" to a histogram, or save pictures of the plots with toBlob().',
  });
}
