/** The engine's only door: what components, wrappers and pages may use. */
import { Engine, type EngineOptions } from './engine';

export { Engine, type BackendChoice, type EngineOptions, type EngineStatus } from './engine';
export { PikaError, type PikaErrorCode, type PikaErrorParts } from './errors';
export type { Surface } from './frame/backend';
export type { BoxCss, Layout } from './frame/layout';
export type { Rgba } from './frame/recording';
export type { Theme } from './plan/mark';
export type { ReadOptions } from './source/read-options';
export type { FileSource, Progress, QueryDefinition, Relation } from './source/source';
export type { PlotAttributes } from './spec/plot-spec';
export type { View } from './view/view';
export type { BrushPx, CountedBins, ReadyModel, SelectedRange, Selection, ViewHost, ViewModel } from './view/view-model';
export type { Span } from './profile';

/** Shared by every copy of this module on the page, so that two bundles still make one engine. Changes with the engine's contract. */
const PAGE_ENGINE = Symbol.for('pika-plot.engine.v0');

interface PageGlobal {
  [PAGE_ENGINE]?: { engine: Engine | null; options: EngineOptions };
}

/** The page's one engine, made on first use. */
export function pageEngine(): Engine {
  const page = shared();
  page.engine ??= new Engine(page.options);
  return page.engine;
}

/** Sets options for the page's engine; only before it is first used. Returns false, and changes nothing, after that. */
export function configure(options: EngineOptions): boolean {
  const page = shared();
  if (page.engine) return false;
  page.options = { ...page.options, ...options };
  return true;
}

function shared(): { engine: Engine | null; options: EngineOptions } {
  const scope = globalThis as PageGlobal;
  scope[PAGE_ENGINE] ??= { engine: null, options: {} };
  return scope[PAGE_ENGINE];
}
