/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateResult } from 'lit';
import type { Engine } from '../../src/engine/engine';
import type { Backend, Capabilities } from '../../src/engine/frame/backend';
import type { Rgba } from '../../src/engine/frame/color';
import type { SelectionClause } from '../../src/engine/grammar/selection-clause';
import type { Theme } from '../../src/engine/plan/mark';
import { RecordedDevice, VirtualClock } from '../../src/testing/index';
import type { NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot, type NodePlot } from '../harness/node-engine';
import { readStory, requestOf, type StoryElement } from './read-story';
import { lastOf } from './write-recording';

/** Longer than any idle delay of the engine. */
const REST_MS = 2000;
/** Fixed, so that recordings don't depend on the machine's number of workers. */
const CAPABILITIES: Capabilities = { cachedBins: 1 << 26, frameRows: 1 << 20 };
const SIZE = { width: 744, height: 260 };

interface Flight {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
}

const flights = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../node_modules/vega-datasets/data/flights-2k.json'), 'utf8'),
) as readonly Flight[];
/** Two thousand of the stories' flights. */
const data = {
  date: flights.map(({ date }) => new Date(`${date.replaceAll('/', '-').replace(' ', 'T')}Z`)),
  delay: BigInt64Array.from(flights, ({ delay }) => BigInt(delay)),
  distance: BigInt64Array.from(flights, ({ distance }) => BigInt(distance)),
  origin: flights.map(({ origin }) => origin),
};

/**
 * The recordings of one story: until its plots are idle, after its own listeners have handled the ready event, and
 * after a drag over the first plot with a range brush, if there are other plots. Only styles that set sizes, the accent
 * or the ramp have an effect.
 */
export async function playStory(template: TemplateResult, database: NodeDatabase): Promise<object> {
  const [clock, device] = [new VirtualClock(), new RecordedDevice()];
  const backend = (made: Backend): void => {
    device.seams.backend!(made);
    Object.assign(made, { capabilities: CAPABILITIES });
  };
  const engine = nodeEngine(database, { seams: { ...device.seams, clock, backend } });
  try {
    void engine.define({ name: 'flights', data }, {});
    const elements = readStory(template);
    for (const { tag, attributes } of elements)
      if (tag === 'pika-query' && attributes['sql'] !== undefined)
        void engine.define({ name: attributes['name']!, sql: attributes['sql'] }, {});
    for (const element of elements) if (element.tag === 'pika-selection') holdSelection(engine, element);
    const plots: { readonly element: StoryElement; readonly plot: NodePlot }[] = [];
    for (const element of elements)
      if (element.tag === 'pika-plot') plots.push({ element, plot: await openPlot(engine, element) });
    const outcomes = await clock.until(Promise.all(plots.map(({ plot }) => outcomeOf(plot))));
    await clock.advance(REST_MS);
    const errors = outcomes.filter((outcome) => outcome !== null);
    if (errors.length > 0) return { errors };
    const shown = lastOf(device.take());
    for (const { element, plot } of plots) {
      const target = { select: plot.view.select.bind(plot.view) } as unknown as EventTarget;
      element.listeners['pika-ready']?.({ target } as Event);
    }
    await clock.advance(REST_MS);
    const selected = device.take();
    // A drag over pixels differs from a selection by value: the backend builds an index and slices it.
    const brush = plots.find(({ element }) => ['x', 'xy'].includes(element.attributes['brush'] ?? ''));
    if (plots.length > 1)
      brush?.plot.view.brushTo({ x: [100, 250], y: brush.element.attributes['brush'] === 'xy' ? [20, 80] : null });
    await clock.advance(REST_MS);
    const brushed = device.take();
    return {
      shown,
      ...(selected.length > 0 && { selected: lastOf(selected) }),
      ...(brushed.length > 0 && { brushed: lastOf(brushed) }),
    };
  } finally {
    await engine.dispose();
  }
}

function holdSelection(engine: Engine, { attributes }: StoryElement): void {
  const selection = engine.claimSelection(attributes['name']!, {});
  selection.mode = attributes['mode'] ?? 'crossfilter';
  selection.restore(JSON.parse(attributes['value'] ?? '[]') as readonly SelectionClause[]);
}

async function openPlot(engine: Engine, element: StoryElement): Promise<NodePlot> {
  const { attributes, properties } = element;
  const declarations = (attributes['style'] ?? '').split(';').map((one) => one.split(':').map((part) => part.trim()));
  const custom = Object.entries(attributes).filter(([name]) => name.startsWith('--'));
  const style = new Map([...declarations, ...custom] as [string, string][]);
  const size: [number, number] = [
    Math.min(SIZE.width, Number.parseInt(style.get('max-width') ?? `${SIZE.width}`)),
    Number.parseInt(style.get('height') ?? `${SIZE.height}`),
  ];
  const plot = await nodePlot(engine, requestOf(element), size);
  plot.view.setTheme(themeOf(style));
  if (properties['domain']) plot.view.show(properties['domain'] as Parameters<typeof plot.view.show>[0]);
  return plot;
}

function themeOf(style: ReadonlyMap<string, string>): Theme {
  const context: Rgba = [223, 228, 236, 1];
  return {
    dark: false,
    accent: rgbaOf(style.get('--pika-accent') ?? '#2f6fde'),
    context,
    ramp: style.get('--pika-ramp') ?? '',
  };
}

/** Parses `#rrggbb` and `rgb(…)`, the formats of stories. */
function rgbaOf(css: string): Rgba {
  const [r, g, b] = css.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16))
    : css.match(/\d+/g)!.map(Number);
  return [r!, g!, b!, 1];
}

/** Resolves with null once a plot is drawn, or with the error that it shows instead. */
async function outcomeOf(plot: NodePlot): Promise<string | null> {
  try {
    await plot.until('ready');
    return null;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
