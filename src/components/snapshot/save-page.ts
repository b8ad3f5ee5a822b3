import type { LitElement } from 'lit';
import {
  pageEngine,
  SNAPSHOT,
  type QueryDefinition,
  type QueryToSave,
  type SavedNode,
  type SavedPlot,
  type SavedQuery,
  type SnapshotOptions,
  type WorkspaceState,
} from '../../engine/index';
import { attributesOf } from './read-attributes';
import { readLayout, type PageLayout } from './read-layout';
import { themeOf } from './read-style';

/** Attributes of a query that are not part of its definition, or that its source replaces. */
const NOT_READ: ReadonlySet<string> = new Set(['name', 'src', 'sql', 'params']);
const OTHER: ReadonlySet<string> = new Set(['time-zone', 'drop', 'id']);

/** Saves the elements inside `root`, with their queries and rows, in one file. */
export async function savePage(
  root: Element,
  state: WorkspaceState,
  { rows: savedRows = 'all', signal }: SnapshotOptions,
): Promise<Blob> {
  const { saveQuery, writeSnapshot } = await SNAPSHOT.load();
  const theme = themeOf(root);
  const layout = readLayout(root, theme);
  const isPartial = savedRows === 'drawn' || savedRows === 'selected';
  const drawn = drawnTexts(layout, state);
  const names = isPartial ? drawn.keys() : namesIn(layout, drawn);
  const rows = new Map<string, Blob>();
  const context = {
    savedRows,
    rows,
    results: pageEngine().results,
    fieldsOf: async (name: string) => (await pageEngine().open(name)).fields,
    inputs: inputsOutside(layout),
    ...(signal && { signal }),
  };
  const queries: SavedQuery[] = [];
  const numbers = new Map<string, number>();
  for (const name of names) {
    const definition = definitionOf(name);
    const element = queryElement(layout, name);
    const number = queries.length;
    if (definition) {
      const query = await queryToSave(definition, element, drawn.get(name) ?? [], state);
      queries.push(await saveQuery(query, number, context));
    } else if (element) queries.push(withoutRows(name, element));
    else continue;
    numbers.set(name, number);
  }
  return writeSnapshot({
    savedRows,
    queries,
    plots: layout.plots,
    layout: placed(layout, numbers),
    state,
    theme,
    rows,
  });
}

/** The names of the queries in the page and of those that elements or their SQL read, in lower case. */
function namesIn({ queries }: PageLayout, drawn: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const { tablesOf } = SNAPSHOT.loaded;
  const names = new Set([...queries.flatMap(({ name }) => lowerName(name)), ...drawn.keys()]);
  // A set goes on with what is added to it.
  for (const name of names) {
    const definition = definitionOf(name);
    for (const table of definition ? tablesOf(definition) : []) if (definitionOf(table)) names.add(table);
  }
  return names;
}

/** By the lower-case name of a query: all texts of the elements that show it. They name its columns. */
function drawnTexts({ plots, others }: PageLayout, state: WorkspaceState): ReadonlyMap<string, readonly string[]> {
  const drawn = new Map<string, string[]>();
  const add = (part: unknown, names: readonly string[]): void => {
    for (const name of names) {
      const key = name.trim().toLowerCase();
      if (key !== '') drawn.set(key, [...(drawn.get(key) ?? []), JSON.stringify(part)]);
    }
  };
  for (const plot of plots) add(plot, fromsOf(plot));
  for (const element of others) {
    const attributes = attributesOf(element, new Set());
    add(showsAll(element) ? ALL : attributes, attributes.from === undefined ? [] : [attributes.from]);
  }
  for (const clause of Object.values(state.selections).flat()) add(clause, [clause.from]);
  return drawn;
}

/** In place of texts: all columns are shown. */
const ALL = '*';

function showsAll({ localName, ...element }: LitElement & { readonly columns?: string | null }): boolean {
  return localName === 'pika-overview' || (localName === 'pika-table' && !element.columns);
}

function fromsOf({ spec, attributes, marks }: SavedPlot): readonly string[] {
  const { from, layers = [] } = (spec ?? attributes) as {
    readonly from?: string;
    readonly layers?: readonly { readonly from?: string }[];
  };
  return [from, ...[...layers, ...marks].map((layer) => layer.from)].filter((name) => typeof name === 'string');
}

function definitionOf(lowerCase: string): QueryDefinition | undefined {
  return pageEngine().definitions.find(({ name }) => name.toLowerCase() === lowerCase);
}

function queryElement({ queries }: PageLayout, lowerCase: string): LitElement | undefined {
  return queries.find(({ name }) => lowerName(name)[0] === lowerCase);
}

async function queryToSave(
  definition: QueryDefinition,
  element: LitElement | undefined,
  texts: readonly string[],
  state: WorkspaceState,
): Promise<QueryToSave> {
  const { name } = definition;
  const attributes = Object.entries(element ? attributesOf(element, NOT_READ) : {});
  const all = texts.includes(JSON.stringify(ALL));
  return {
    definition,
    otherAttributes: Object.fromEntries(attributes.filter(([attribute]) => OTHER.has(attribute))),
    readAttributes: Object.fromEntries(attributes.filter(([attribute]) => !OTHER.has(attribute))),
    drawnColumns: all || texts.length === 0 ? null : await columnsIn(name, texts.join('\n').toLowerCase()),
    selected: selectedIn(name, state),
  };
}

/** The condition of all selections: a plot may have one with a name of its own. */
function selectedIn(query: string, { selections }: WorkspaceState): string {
  const conditions = Object.keys(selections).map((name) => pageEngine().selection(name).toSQL(query));
  return conditions.length === 0 ? 'TRUE' : conditions.map((condition) => `(${condition}\n)`).join(' AND ');
}

/** The columns whose names are in the texts. */
async function columnsIn(name: string, texts: string): Promise<readonly string[] | null> {
  const { fields } = await pageEngine().open(name);
  const columns = fields.map((field) => field.name);
  const named = columns.filter((column) => texts.includes(JSON.stringify(column).slice(1, -1).toLowerCase()));
  // A plot without columns counts rows.
  return named.length > 0 ? named : columns.slice(0, 1);
}

/** A query whose rows were not chosen yet. */
function withoutRows(name: string, element: LitElement): SavedQuery {
  const attributes = attributesOf(element, NOT_READ);
  return { name, attributes, source: { kind: 'files', files: [{ kind: 'absent', name: 'a file' }] } };
}

/** The values of inputs that are not part of the page. */
function inputsOutside({ others }: PageLayout): Readonly<Record<string, unknown>> {
  const inside = new Set(
    others.filter(({ localName }) => localName === 'pika-input').map((input) => Reflect.get(input, 'name') as unknown),
  );
  return Object.fromEntries(Object.entries(pageEngine().inputs).filter(([name]) => !inside.has(name)));
}

/** Queries by their numbers in the snapshot; those that are not in the page come first. */
function placed({ nodes, queries }: PageLayout, numbers: ReadonlyMap<string, number>): readonly SavedNode[] {
  const left = new Map(numbers);
  const place = (node: SavedNode): readonly SavedNode[] => {
    if (node.kind === 'element') return [{ ...node, children: node.children.flatMap(place) }];
    if (node.kind !== 'query') return [node];
    const [name] = lowerName(queries[node.query]!.name);
    const number = name === undefined ? undefined : left.get(name);
    if (number === undefined) return [];
    left.delete(name!);
    return [{ kind: 'query', query: number }];
  };
  const inside = nodes.flatMap(place);
  return [...[...left.values()].map((query) => ({ kind: 'query', query }) as const), ...inside];
}

function lowerName(name: string | null): readonly string[] {
  const trimmed = name?.trim().toLowerCase() ?? '';
  return trimmed === '' ? [] : [trimmed];
}
