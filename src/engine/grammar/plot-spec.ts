import { PikaError } from '../errors';
import { parseChannel, type Channel } from './channel';

/** A plot as its author wrote it: attribute texts, unparsed. */
export interface PlotAttributes {
  readonly from?: string | null;
  readonly mark?: string | null;
  readonly x?: string | null;
  readonly y?: string | null;
  readonly brush?: string | null;
  readonly zoom?: string | null;
  readonly zoomGroup?: string | null;
  readonly xDomain?: string | null;
  readonly yDomain?: string | null;
  readonly selection?: string | null;
  readonly filterBy?: string | null;
  readonly filterKey?: string | null;
  readonly context?: string | null;
}

/**
 * What a drag selects: a range of these sides, or the inside of a curve; or what pointing does: the values of the
 * nearest row, on both sides or on one.
 */
const BRUSHES = ['x', 'y', 'xy', 'lasso', 'nearest', 'nearest-x', 'nearest-y'] as const;
export type BrushKind = (typeof BRUSHES)[number];
/** `all`: whatever axes are columns. */
export type ZoomAxes = 'x' | 'y' | 'xy' | 'all';

/** What a plot is asked to be. Says nothing yet about types or data. */
export interface PlotSpec {
  readonly from: string;
  readonly mark: string;
  readonly x: Channel | null;
  readonly y: Channel | null;
  readonly brush: BrushKind | null;
  readonly zoom: ZoomAxes | null;
  /** Plots of one group show the same part of their axes of the same kind. */
  readonly zoomGroup: string | null;
  /** The selection that what is selected here goes to. */
  readonly selection: string;
  /** The selections that filter it. */
  readonly filterBy: readonly string[];
  /**
   * What its rows share with those of other queries in these selections; null when those speak of columns that it has
   * too.
   */
  readonly filterKey: string | null;
  /** Whether what is filtered away stands behind; null leaves it to the mark. */
  readonly context: boolean | null;
  /** Part of the data to show, [lo, hi), in data units; times in milliseconds since 1970. */
  readonly xDomain: Domain | null;
  readonly yDomain: Domain | null;
}

export type Domain = readonly [lo: number, hi: number];

/** @throws PikaError `spec/…` at the first thing that cannot be meant */
export function parsePlotSpec(attributes: PlotAttributes): PlotSpec {
  const from = attributes.from?.trim();
  if (!from) {
    throw new PikaError('spec/missing-from', {
      subject: '<pika-plot>',
      expected: 'an attribute from="…" naming a <pika-query>',
      found: 'none',
      next: 'Write <pika-query name="trips" src="trips.parquet"> and then from="trips".',
    });
  }
  const mark = attributes.mark?.trim();
  if (!mark) {
    throw new PikaError('spec/unknown-mark', {
      subject: `plot from "${from}"`,
      expected: 'an attribute mark="…"',
      found: 'none',
      next: 'Write for example mark="bar" or mark="density".',
    });
  }
  return {
    from,
    mark,
    x: attributes.x == null ? null : parseChannel('x', attributes.x),
    y: attributes.y == null ? null : parseChannel('y', attributes.y),
    brush: parseBrush(attributes.brush),
    zoom: parseZoom(attributes.zoom),
    zoomGroup: attributes.zoomGroup?.trim() || null,
    ...parseSelections(from, attributes),
    context: parseContext(attributes.context),
    xDomain: parseDomain('x-domain', attributes.xDomain),
    yDomain: parseDomain('y-domain', attributes.yDomain),
  };
}

/** Plots of one query share the selection of its name, unless they name another. */
function parseSelections(
  from: string,
  { selection, filterBy, filterKey }: PlotAttributes,
): Pick<PlotSpec, 'selection' | 'filterBy' | 'filterKey'> {
  const own = selection?.trim() || from;
  const filters =
    filterBy
      ?.trim()
      .split(/[\s,]+/)
      .filter((name) => name !== '') ?? [];
  return { selection: own, filterBy: filters.length > 0 ? filters : [own], filterKey: filterKey?.trim() || null };
}

function parseBrush(text: string | null | undefined): BrushKind | null {
  if (text == null) return null;
  const word = text.trim().toLowerCase();
  const brush = BRUSHES.find((known) => known === word);
  if (brush) return brush;
  throw new PikaError('spec/bad-brush', {
    subject: 'attribute brush',
    expected: BRUSHES.map((known) => `"${known}"`).join(' or '),
    found: `"${text}"`,
    next: 'Name the axes that a drag selects on, or how pointing selects.',
  });
}

/** A bare attribute means on. */
function parseContext(text: string | null | undefined): boolean | null {
  if (text == null) return null;
  const word = text.trim().toLowerCase();
  if (word === '' || word === 'on') return true;
  if (word === 'off') return false;
  throw new PikaError('spec/bad-context', {
    subject: 'attribute context',
    expected: '"on" or "off"',
    found: `"${text}"`,
    next: 'Say whether what is filtered away stands behind what is selected.',
  });
}

/** A bare `zoom` means every axis that can. */
function parseZoom(text: string | null | undefined): ZoomAxes | null {
  if (text == null) return null;
  const axes = text.trim().toLowerCase();
  if (axes === '') return 'all';
  if (axes === 'x' || axes === 'y' || axes === 'xy') return axes;
  throw new PikaError('spec/bad-zoom', {
    subject: 'attribute zoom',
    expected: '"x", "y", "xy" or nothing for all axes',
    found: `"${text}"`,
    next: 'Name the axes that the wheel zooms, or write zoom alone.',
  });
}

/** An empty attribute is none: templates leave one behind where there is no value. */
function parseDomain(name: string, text: string | null | undefined): Domain | null {
  if (text == null || text.trim() === '') return null;
  const parts = text.split(',').map((part) => part.trim());
  const ends = parts.map((part) => (part !== '' && Number.isFinite(Number(part)) ? Number(part) : Date.parse(part)));
  const [lo, hi] = ends;
  if (parts.length === 2 && lo! < hi!) return [lo!, hi!];
  throw new PikaError('spec/bad-channel', {
    subject: `attribute ${name}`,
    expected: 'two numbers or dates, the smaller first',
    found: `"${text}"`,
    next: `Write for example ${name}="0, 100" or ${name}="2001-01-01, 2001-07-01".`,
  });
}
