/** What one script tag brings: the elements, registered, and the page's engine. */
import { define } from './components/define';
import { PikaCount, type PikaCountEvents } from './components/pika-count/pika-count';
import { PikaLegend } from './components/pika-legend/pika-legend';
import { PikaInput, type PikaInputEvents } from './components/pika-input/pika-input';
import { PikaMark } from './components/pika-mark/pika-mark';
import { PikaOverview, type PikaOverviewEvents } from './components/pika-overview/pika-overview';
import { PikaPlot, type PikaPlotEvents } from './components/pika-plot/pika-plot';
import { PikaQuery, type PikaQueryEvents } from './components/pika-query/pika-query';
import { PikaSelection, type PikaSelectionEvents } from './components/pika-selection/pika-selection';
import { PikaStatus, type PikaStatusEvents } from './components/pika-status/pika-status';
import { PikaTable, type PikaTableEvents } from './components/pika-table/pika-table';
import { PikaWorkspace } from './components/pika-workspace/pika-workspace';
import type { PikaWorkspaceEvents } from './components/pika-workspace/workspace-events';
import { OnDemand, configure, Engine, orderLabelsIn, prepareEngine, type BackendChoice } from './engine/index';
import { VERSION } from './engine/version';

/** The version whose elements are registered, for copies of the package that come later. */
const RUNNING_VERSION = Symbol.for('pika-plot.version');

/** Elements can be registered only once: of two versions on a page, the first runs, and the second says so. */
function noteOtherVersion(): void {
  const page = globalThis as { [RUNNING_VERSION]?: string };
  page[RUNNING_VERSION] ??= VERSION;
  if (page[RUNNING_VERSION] !== VERSION)
    console.warn(
      `pika-plot ${VERSION}: expected to be the only version on the page, found ${page[RUNNING_VERSION]}, which was ` +
        `loaded first and draws all plots. Load one version.`,
    );
}

/** Registers the elements. If the page already contains some, they start its engine; otherwise prepares it. */
function openPage({ dataset: { pikaBackend, pikaFiles }, lang }: HTMLElement): void {
  // A page sets this before its first plot: <html data-pika-backend="cpu">. A wrong name is reported to the console,
  // and `auto` applies.
  if (pikaBackend !== undefined) configure({ backend: pikaBackend as BackendChoice }).catch(reportError);
  // Where a bundler left the worker files out: <html data-pika-files="/pika/">.
  if (pikaFiles !== undefined) configure({ files: pikaFiles }).catch(reportError);
  // Columns read from now on sort their labels in the page's language.
  orderLabelsIn(lang);
  noteOtherVersion();
  // Inputs first, so that their values exist when a query whose SQL uses them is defined.
  define('pika-input', PikaInput);
  define('pika-query', PikaQuery);
  define('pika-selection', PikaSelection);
  define('pika-mark', PikaMark);
  define('pika-plot', PikaPlot);
  define('pika-count', PikaCount);
  define('pika-legend', PikaLegend);
  define('pika-status', PikaStatus);
  define('pika-table', PikaTable);
  define('pika-overview', PikaOverview);
  // Last, so that the elements inside are defined.
  define('pika-workspace', PikaWorkspace);
  Engine.pageFiles = new OnDemand('the code of pages', () => import('./components/snapshot/page-files'));
  prepareEngine();
}

// A server or worker that imports this has no page: it registers nothing.
if ('document' in globalThis) openPage(document.documentElement);

export {
  PikaCount,
  PikaInput,
  PikaLegend,
  PikaMark,
  PikaOverview,
  PikaPlot,
  PikaQuery,
  PikaSelection,
  PikaStatus,
  PikaTable,
  PikaWorkspace,
};
export type {
  PikaCountEvents,
  PikaInputEvents,
  PikaOverviewEvents,
  PikaPlotEvents,
  PikaQueryEvents,
  PikaSelectionEvents,
  PikaStatusEvents,
  PikaTableEvents,
  PikaWorkspaceEvents,
};
export type { DownloadOptions, PictureOptions } from './components/picture/picture-options';
export type { DownloadRowsOptions } from './components/pika-query/download-rows';
export { setMessages, type TranslatedMessages } from './components/messages/set-messages';
export type { Message, PluralForms } from './components/messages/message';
export * from './engine/index';

declare global {
  /** For listeners on ancestors, which may get the events of several elements. */
  interface GlobalEventHandlersEventMap {
    'pika-count': CustomEvent<PikaCountEvents['pika-count']>;
    'pika-error': CustomEvent<PikaQueryEvents['pika-error']>;
    'pika-hover': CustomEvent<PikaPlotEvents['pika-hover']>;
    'pika-input': CustomEvent<PikaInputEvents['pika-input']>;
    'pika-open': CustomEvent<PikaWorkspaceEvents['pika-open']>;
    'pika-progress': CustomEvent<PikaQueryEvents['pika-progress']>;
    'pika-ready': CustomEvent<
      | PikaOverviewEvents['pika-ready']
      | PikaPlotEvents['pika-ready']
      | PikaQueryEvents['pika-ready']
      | PikaTableEvents['pika-ready']
    >;
    'pika-select': CustomEvent<
      PikaPlotEvents['pika-select'] | PikaSelectionEvents['pika-select'] | PikaInputEvents['pika-select']
    >;
    'pika-sort': CustomEvent<PikaTableEvents['pika-sort']>;
    'pika-state': CustomEvent<PikaWorkspaceEvents['pika-state']>;
    'pika-trace': CustomEvent<PikaStatusEvents['pika-trace']>;
    'pika-view': CustomEvent<PikaPlotEvents['pika-view']>;
  }
  interface HTMLElementTagNameMap {
    'pika-count': PikaCount;
    'pika-input': PikaInput;
    'pika-legend': PikaLegend;
    'pika-mark': PikaMark;
    'pika-overview': PikaOverview;
    'pika-plot': PikaPlot;
    'pika-query': PikaQuery;
    'pika-selection': PikaSelection;
    'pika-status': PikaStatus;
    'pika-table': PikaTable;
    'pika-workspace': PikaWorkspace;
  }
}
