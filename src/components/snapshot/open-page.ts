import {
  PikaError,
  SNAPSHOT,
  type ChangedFile,
  type LostPart,
  type OpenedSnapshot,
  type OpenOptions,
  type SavedNode,
  type SavedQuery,
  type Snapshot,
  type SnapshotRequests,
  type WorkspaceState,
} from '../../engine/index';
import { buildLayout } from './build-layout';
import { buildQuery } from './build-query';
import { isKeptStyle } from './kept';

/** A snapshot, ready to be put on the page. */
export interface OpenedPage {
  readonly nodes: readonly Node[];
  readonly state: WorkspaceState;
  readonly theme: Readonly<Record<string, string>>;
  readonly opened: OpenedSnapshot;
}

/**
 * Reads a snapshot and creates its elements, which do nothing before they are on the page.
 * @param host the element whose content they replace
 * @param ask whether the user agrees to what the snapshot requests
 * @throws PikaError `snapshot/bad-file`, `snapshot/untrusted`, `source/…`
 */
export async function openPage(
  from: Blob | string,
  host: Element,
  { mostBytes, signal }: Omit<OpenOptions, 'trust'>,
  ask: (requests: SnapshotRequests) => boolean | Promise<boolean>,
): Promise<OpenedPage> {
  const { openSource, requestsIn, Snapshot: Opening } = await SNAPSHOT.load();
  const { source, blob } = await openSource(from, signal && { signal });
  try {
    const snapshot: Snapshot = await Opening.open(source, blob, mostBytes === undefined ? {} : { mostBytes });
    const [queries, plots] = [await snapshot.queries(), await snapshot.plots()];
    const layout = (await snapshot.layout()) ?? listOf(queries, plots);
    const state = await snapshot.state();
    const requests = requestsIn(queries.values(), plots.values(), layout, state);
    const isHarmless = requests.urls.length === 0 && requests.sql.length === 0;
    if (!isHarmless && !(await ask(requests))) throw untrusted(requests);
    const elements = new Map<number, HTMLElement>();
    const lost: LostPart[] = [];
    for (const [number, query] of queries) elements.set(number, await buildQuery(query, snapshot, lost));
    const changed = await changedFiles(queries.values(), signal);
    const nodes = buildLayout(layout, { queries: elements, plots }, host);
    const theme = await snapshot.theme();
    return { nodes, state, theme, opened: { lost: [...snapshot.lost, ...lost], changed, isNewer: snapshot.isNewer } };
  } finally {
    source.close();
  }
}

/** The files outside that are not as they were. */
async function changedFiles(
  queries: Iterable<SavedQuery>,
  signal: AbortSignal | undefined,
): Promise<readonly ChangedFile[]> {
  const { changeIn, factsOf } = SNAPSHOT.loaded;
  const files = [...queries].flatMap(({ source }) => (source.kind === 'files' ? source.files : []));
  const changed = files.map(async (file): Promise<readonly ChangedFile[]> => {
    if (file.kind !== 'url' || (file.etag === null && file.sizeBytes === null)) return [];
    const reason = changeIn(file, await factsOf(file.url, signal));
    return reason === null ? [] : [{ url: file.url, reason }];
  });
  return (await Promise.all(changed)).flat();
}

/** In place of a layout that is lost: everything, one below the other. */
function listOf(queries: ReadonlyMap<number, unknown>, plots: ReadonlyMap<number, unknown>): readonly SavedNode[] {
  return [
    ...[...queries.keys()].map((query) => ({ kind: 'query', query }) as const),
    ...[...plots.keys()].map((plot) => ({ kind: 'plot', plot }) as const),
  ];
}

export function wearTheme(element: HTMLElement, theme: Readonly<Record<string, string>>): void {
  for (const [property, value] of Object.entries(theme))
    if (isKeptStyle(property, value)) element.style.setProperty(property, value);
}

function untrusted({ urls, sql }: SnapshotRequests): PikaError {
  const parts = [
    ...(sql.length > 0 ? [`${sql.length} SQL ${sql.length === 1 ? 'statement' : 'statements'}`] : []),
    ...(urls.length > 0 ? [`files from ${urls.join(', ')}`] : []),
  ];
  return new PikaError('snapshot/untrusted', {
    subject: 'the snapshot',
    expected: 'your consent to what it runs and fetches',
    found: parts.join(' and '),
    next: 'Open it with trust: true if you know who saved it.',
  });
}
