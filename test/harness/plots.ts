import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { tableFromIPC } from '@uwdata/flechette';
import type { Engine, EngineOptions } from '../../src/engine/engine';
import type { PlotRequest } from '../../src/engine/grammar/plot-spec';
import type { PikaError } from '../../src/engine/errors';
import type { DrawnValue } from '../../src/engine/plot/drawn-values';
import type { ReadyModel } from '../../src/engine/plot/plot-model';
import { nodeDatabase, type NodeDatabase } from './node-database';
import { nodeEngine, nodePlot, type NodePlot } from './node-engine';
import { until } from './patience.mjs';

export type Attributes = Partial<PlotRequest>;
export type SizeCss = readonly [width: number, height: number];

/** The database, engine and plots of one test file. */
export interface Plots {
  /** Exists once the tests run. */
  readonly engine: Engine;
  readonly database: NodeDatabase;
  /** Opens a plot with the file's default attributes, and disposes of it after the test. */
  open(attributes: Attributes, size?: SizeCss): Promise<NodePlot>;
  /** Opens a plot and waits until it is ready. */
  plotOf(attributes: Attributes, size?: SizeCss): Promise<NodePlot>;
  /** Opens a plot and waits for its error. */
  errorOf(attributes: Attributes, size?: SizeCss): Promise<PikaError>;
  define(name: string, sql: string): void;
  /** The rows of a statement as plain objects; times as Dates. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
}

export interface PlotsOptions extends EngineOptions {
  /** Size of the plots. Default: 400 × 300. */
  readonly size?: SizeCss;
}

/** Opens a database and an engine with these queries before the tests of the calling file, and closes them after. */
export function usePlots(
  queries: Readonly<Record<string, string>>,
  defaults: Attributes = {},
  { size: defaultSize = [400, 300], ...options }: PlotsOptions = {},
): Plots {
  let database: NodeDatabase;
  let engine: Engine;
  const opened: NodePlot[] = [];

  before(async () => {
    database = await nodeDatabase();
    engine = nodeEngine(database, options);
    for (const [name, sql] of Object.entries(queries)) define(name, sql);
  });
  afterEach(() => {
    for (const plot of opened.splice(0)) plot.dispose();
  });
  after(async () => {
    await engine.dispose();
    database.close();
  });

  function define(name: string, sql: string): void {
    void engine.define({ name, sql }, {});
  }

  async function open(attributes: Attributes, [width, height] = defaultSize): Promise<NodePlot> {
    const plot = await nodePlot(engine, { ...defaults, ...attributes }, [width, height]);
    opened.push(plot);
    return plot;
  }

  return {
    get engine() {
      return engine;
    },
    get database() {
      return database;
    },
    open,
    async plotOf(attributes, size) {
      const plot = await open(attributes, size);
      await plot.until('ready');
      return plot;
    },
    async errorOf(attributes, size) {
      const model = await (await open(attributes, size)).until('error');
      assert.ok(model.phase === 'error');
      return model.error;
    },
    define,
    async rows(sql) {
      const table = tableFromIPC(await engine.sql(sql), { useDate: true, useBigInt: false });
      return table.toArray().map((row) => ({ ...row }));
    },
  };
}

export async function valuesOf(plot: NodePlot): Promise<readonly DrawnValue[]> {
  const values = await plot.view.values();
  assert.ok(values);
  return values;
}

/** The current model of a plot that is ready. */
export function readyOf(plot: NodePlot): ReadyModel {
  const model = plot.models.at(-1)!;
  assert.ok(model.phase === 'ready');
  return model;
}

/** The labels of an axis. */
export function ticksOf(plot: NodePlot, channel: 'x' | 'y'): readonly string[] {
  return readyOf(plot).layout[channel].ticks.map(({ label }) => label);
}

/** The description of a plot in words; it follows the picture after a delay. */
export async function summaryOf(plot: NodePlot): Promise<string> {
  await until('the summary', () => readyOf(plot).summary !== '');
  return readyOf(plot).summary;
}

/** Rows as texts in one order, to compare without regard to the order. */
export function sorted(rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
