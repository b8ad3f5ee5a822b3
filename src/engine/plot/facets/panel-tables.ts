import { FACET_CHANNELS } from '../../grammar/facet-channel';
import { takeRows, valuesOf, type LayerTable } from '../../plan/layer-table';
import { facetIndexOf, type LayerFacets } from './facets';

/** The rows of a table that each panel shows. A table without a facet channel is shown in each panel along it. */
export function panelRows(table: LayerTable, { channels, panels }: LayerFacets): readonly (Uint32Array | null)[] {
  if (channels.size === 0) return panels.map(() => null);
  const facets = FACET_CHANNELS.flatMap((channel) => {
    const facet = channels.get(channel);
    return facet ? [{ channel, facet, values: valuesOf(table, channel) }] : [];
  });
  const keyOf = (indices: readonly number[]): string => indices.join(' ');
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = keyOf(facets.map(({ facet, values }) => facetIndexOf(facet, values[row]!)));
    const rows = rowsOf.get(key);
    if (rows) rows.push(row);
    else rowsOf.set(key, [row]);
  }
  return panels.map((panel) =>
    Uint32Array.from(rowsOf.get(keyOf(facets.map(({ channel }) => panel[channel] ?? -1))) ?? []),
  );
}

/** The table of each panel. */
export function panelTables(table: LayerTable, facets: LayerFacets): readonly LayerTable[] {
  return panelRows(table, facets).map((rows) => (rows ? takeRows(table, rows) : table));
}

/** Gives rows that a mark has merged the facet values of their panel. */
export function withFacets(table: LayerTable, { channels, panels }: LayerFacets, panel: number): LayerTable {
  const columns = new Map(table.columns);
  for (const channel of FACET_CHANNELS) {
    const column = columns.get(channel);
    const value = channels.get(channel)?.values[panels[panel]?.[channel] ?? -1];
    if (column && value) columns.set(channel, { ...column, values: new Float64Array(table.rows).fill(value.lo) });
  }
  return { ...table, columns };
}

/** The table without the rows that are in no panel. */
export function inPanels(table: LayerTable, facets: LayerFacets): LayerTable {
  if (facets.channels.size === 0) return table;
  const kept = new Set(panelRows(table, facets).flatMap((rows) => [...(rows ?? [])]));
  if (kept.size === table.rows) return table;
  return takeRows(table, Uint32Array.from(kept).sort());
}
