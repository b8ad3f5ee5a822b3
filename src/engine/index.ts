/** The engine's public interface: the only module that components, wrappers and pages may import. */
import { Engine, type BackendChoice, type EngineOptions } from './engine';
import { prepareChoice } from './backends';
import { PikaError } from './errors';

export { Engine, type BackendChoice, type EngineOptions, type EngineStatus, type Provider } from './engine';
export type { EngineEventKinds, EngineEvents } from './engine-events';
export type { BusEvent, EventOf, Lane } from './events/lane';
export type { Events, ListenOptions, StreamOptions } from './events/bus';
export type { EventStream } from './events/event-stream';
export type { QueryState } from './query-states';
export { PikaError, type PikaErrorCode, type PikaErrorParts } from './errors';
export type { Surface } from './frame/backend';
export type { Tick } from './guides/fit-labels';
export type { AxisLayout, BoxCss, Layout, PanelLayout, ShortText } from './guides/layout';
export type { LegendEntry, LegendModel } from './guides/legend';
export { layOutRamp, swatchSide, type LegendItem, type LegendLayout, type RampItem } from './guides/legend-layout';
export type { Rgba } from './frame/color';
export type { Theme } from './plan/mark';
export { attributesOf } from './plan/marks/index';
export { namesIn } from './grammar/attributes/word-types';
export type { InputJson, WorkspaceState } from './workspace/workspace-state';
export { listNames, nearestNames } from './nearest-names';
export { OnDemand } from './on-demand';
export type { IndexedPlot, PageIndex } from './brushing-page/page-index';
export { WORKSPACE } from './workspace/on-demand';
export { SNAPSHOT } from './snapshot/on-demand';
export type {
  ChangedFile,
  LostPart,
  OpenedSnapshot,
  OpenOptions,
  OpenPageOptions,
  PageFiles,
  QueryToSave,
  SavedElement,
  SavedFile,
  SavedNode,
  SavedPlot,
  SavedQuery,
  SavedRows,
  SaveOptions,
  SnapshotOptions,
  PageOptions,
  Snapshot,
  SnapshotRequests,
} from './snapshot/index';
export { NO_VALUE } from './scales/value-text';
export { RAMPS } from './scales/color/ramps';
export type { FileSource, Progress, QueryDefinition, QueryRows, Relation, RowValue } from './source/source';
export type { ArrowModule, CsvOptions, FileOptions, ResultOptions } from './source/result-options';
export type { Results } from './source/results';
export type { SqlParameters } from './sql/sql-parameters';
export type { ArrowTableLike, InMemoryRows, RowObject } from './rows/in-memory/in-memory';
export { describeValue, isDate } from './rows/values/describe-value';
export type { ReadOptions } from './source/files/read-options';
export {
  ENGINE_ATTRIBUTES,
  isPresence,
  LAYER_ATTRIBUTES,
  PLOT_ATTRIBUTES,
  type Attribute,
  type LayerTexts,
  type PlotTexts,
} from './grammar/attributes/attributes';
export { specFromJson } from './grammar/from-json';
export type { LayerAttributes, PlotAttributes, PlotRequest } from './grammar/plot-spec';
export type { PlotJson } from './grammar/spec-json';
export { specToJson } from './grammar/to-json';
export type { Plot } from './plot/plot';
export type { SelectedRows } from './plot/selected-rows';
export type { PerAxis } from './grammar/position-channel';
export type { HoverRow, HoverValue, PointPx, PlotHover } from './inspect/hover';
export type { BrushPx, SelectionShape } from './select/view-selection';
export type { SelectRange, SelectRanges, SelectValue } from './select/select-values';
export type { ExplainedColumn, LayerExplanation, PlotExplanation } from './plot/explanation';
export type { DrawnValue } from './plot/drawn-values';
export type { TextLabel } from './plot/text-labels';
export type {
  CountedBins,
  LegendActions,
  PlotDomain,
  ReadyModel,
  PlotSelection,
  PlotHost,
  PlotModel,
} from './plot/plot-model';
export type { Selection, SelectionJSON, SelectionMode } from './link/selection';
export type { AggregateValue, Counting, CountTexts, RowCount } from './plot/row-count';
export type { ColumnFilter, FilterHost } from './plot/filter/column-filter';
export type { FilterLabels } from './plot/filter/filter-labels';
export type { BoundValue, Bounds, FilterValues, ValueField } from './plot/filter/filter-values';
export type { Table, TablePart, TableWindow } from './table/table';
export type { RowTexts } from './table/read-selected';
export type { KeyValue } from './table/row-keys';
export type { RowsChange } from './table/row-selection';
export type { ColumnKind } from './table/column-kind';
export type { TableColumn } from './table/find-columns';
export type { ColumnFacts, Overview, OverviewRequest } from './table/overview';
export type { CellTexts } from './table/table-columns';
export type { TableSort } from './table/table-request';
export type { Category, SelectedRange, SelectionClause } from './grammar/selection-clause';
export type { MemoryBudgets, MemoryKind } from './memory/budgets';
export type { KindReport, MemoryOptions, MemoryReport, OwnedBytes } from './memory/memory';
export type { Seams } from './seams';
export type { Counters } from './profile/counters';
export type { Profile, ProfileOptions, ProfileRecording } from './profile/profile';
export type { Span } from './profile/span';
export { orderLabelsIn } from './columns/label-order';

/**
 * Shared by every copy of this module on the page, so that two bundles share one engine. The version in it changes with
 * the engine's contract.
 */
const PAGE_ENGINE = Symbol.for('pika-plot.engine.v0');

interface PageShared {
  engine: Engine | null;
  options: EngineOptions;
  /**
   * Of the first copy, whose elements are registered: an engine of another version would throw errors of another class,
   * which they do not know.
   */
  create?: (options: EngineOptions) => Engine;
}

interface PageGlobal {
  [PAGE_ENGINE]?: PageShared;
}

/** The page's one engine, created on first use. */
export function pageEngine(): Engine {
  const page = shared();
  page.engine ??= page.create?.(page.options) ?? new Engine(page.options);
  return page.engine;
}

/** Begins what the page's first plot would wait for. Called when the elements are registered. */
export function prepareEngine(): void {
  const { engine, options } = shared();
  if (!engine) prepareChoice(options.backend ?? 'auto');
}

const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'cpu'];

/**
 * Sets options for the page's engine. A new backend takes over existing plots; resolves when it has. Throws
 * engine/bad-option.
 */
export async function configure(options: EngineOptions): Promise<void> {
  const { backend } = options;
  if (backend !== undefined && !BACKENDS.includes(backend)) {
    throw new PikaError('engine/bad-option', {
      subject: 'option "backend"',
      expected: `one of ${BACKENDS.map((name) => `"${name}"`).join(', ')}`,
      found: JSON.stringify(backend),
      next: 'Use one of these values, or leave the option out.',
    });
  }
  const page = shared();
  page.options = { ...page.options, ...options };
  await page.engine?.configure(options);
}

function shared(): PageShared {
  const scope = globalThis as PageGlobal;
  scope[PAGE_ENGINE] ??= { engine: null, options: {}, create: (options) => new Engine(options) };
  return scope[PAGE_ENGINE];
}
