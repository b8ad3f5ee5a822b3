/// <reference types="node" />
import { pageClock } from '../../src/engine/clock';
import { Engine, type EngineOptions } from '../../src/engine/engine';
import type { Surface } from '../../src/engine/frame/backend';
import { RowsService } from '../../src/engine/rows/rows-service';
import type { PlotRequest } from '../../src/engine/grammar/plot-spec';
import type { PlotHover } from '../../src/engine/inspect/hover';
import type { Theme } from '../../src/engine/plan/mark';
import { loadInteraction } from '../../src/engine/plot/interaction';
import type { Plot } from '../../src/engine/plot/plot';
import type { PlotDomain, PlotModel } from '../../src/engine/plot/plot-model';
import type { Seams } from '../../src/engine/seams';
import { RecordingContext } from '../cpu/paints/recording-context';
import { inProcessWorker } from '../../src/testing/in-process-worker';
import type { NodeDatabase } from './node-database';

// Plots load it once they are drawn; tests need not wait for that.
await loadInteraction();

export const THEME: Theme = { accent: [47, 111, 222, 1], context: [223, 228, 236, 1], dark: false, ramp: '' };

/** A complete engine without a browser: the CPU backend's kernels in this thread, rows and SQL in this process. */
export function nodeEngine(database: NodeDatabase, { seams = {}, ...options }: EngineOptions = {}): Engine {
  const worker = (): ReturnType<typeof inProcessWorker> => inProcessWorker();
  return new Engine({
    backend: 'cpu',
    ...options,
    seams: {
      clock: { ...pageClock, frame: (act) => void setTimeout(act, 0) },
      source: {
        database: database.forEngine(),
        rows: new RowsService(() => Promise.reject(new Error('no Parquet here'))),
      },
      ...seams,
      worker: () => (seams.worker ? seams.worker(worker) : worker()),
    } satisfies Seams,
  });
}

/** A plot without a page. */
export interface NodePlot {
  readonly view: Plot;
  readonly models: PlotModel[];
  readonly hovers: (PlotHover | null)[];
  /** The visible domains that it announced. */
  readonly zooms: PlotDomain[];
  readonly canvas: () => RecordingContext | null;
  readonly dispose: () => void;
  /** Resolves with the next model of the phase, or the current one; rejects if an error comes first. */
  until(phase: PlotModel['phase']): Promise<PlotModel>;
}

export async function nodePlot(
  engine: Engine,
  attributes: Partial<PlotRequest>,
  [widthCss, heightCss] = [300, 200],
): Promise<NodePlot> {
  const models: PlotModel[] = [];
  const hovers: (PlotHover | null)[] = [];
  const zooms: PlotDomain[] = [];
  const waiting: {
    readonly phase: string;
    readonly resolve: (model: PlotModel) => void;
    readonly reject: (why: unknown) => void;
  }[] = [];
  let shown: RecordingContext | null = null;
  const { view, dispose } = await engine.createPlot({
    freshCanvas: () => {
      const context = new RecordingContext();
      return { width: 0, height: 0, context, getContext: () => context } as unknown as Surface;
    },
    show: (canvas) => {
      shown = (canvas as unknown as { readonly context: RecordingContext }).context;
    },
    render: (model) => {
      models.push(model);
      for (const one of waiting.filter(({ phase }) => phase === model.phase || model.phase === 'error')) {
        waiting.splice(waiting.indexOf(one), 1);
        if (model.phase === 'error' && one.phase !== 'error') one.reject(model.error);
        else one.resolve(model);
      }
    },
    onPainted: () => undefined,
    onSelected: () => undefined,
    onZoomed: (domain) => void zooms.push(domain),
    onHovered: (hover) => void hovers.push(hover),
  });
  view.setTheme(THEME);
  view.resize(widthCss!, heightCss!, 1);
  const plot: NodePlot = {
    view,
    models,
    hovers,
    zooms,
    dispose,
    canvas: () => shown,
    until: (phase) =>
      new Promise((resolve, reject) => {
        const last = models.at(-1);
        if (last?.phase === phase) resolve(last);
        else if (last?.phase === 'error') reject(last.error);
        else waiting.push({ phase, resolve, reject });
      }),
  };
  view.update({ from: null, mark: null, x: null, y: null, brush: null, xDomain: null, yDomain: null, ...attributes });
  return plot;
}
