import { axisOf, POSITION_CHANNELS } from '../../grammar/position-channel';
import { omittedNote, unfitNote } from '../facets/facet-texts';
import { isCounts } from '../layer-kinds';
import { emptyDomainNote } from './empty-domain-note';
import { hiddenTextsNote } from './hidden-texts-note';
import type { PlotDescriber } from '../plot-describer';
import type { PlotLayer } from '../plot-layer';
import type { PlotLayers } from '../plot-layers';
import type { ViewSelection } from '../../select/view-selection';
import { slicesNote } from './slices-note';
import { unreadableNote } from '../readable-layers';
import type { PlotScales } from '../plot-scales';
import { varyingBrushNote } from './varying-brush-note';

/**
 * The notes of all layers for the user; null if there are none.
 * @param isSliceClicked whether the user has clicked a slice of a pie
 * @param describer which labels and legends are left out for lack of room, and which rows are in panels not shown
 */
export function noteOf(
  layers: PlotLayers,
  scales: PlotScales,
  { hiddenTexts, hiddenLegend, hiddenRows }: Pick<PlotDescriber, 'hiddenTexts' | 'hiddenLegend' | 'hiddenRows'>,
  selected: ViewSelection | null,
  isSliceClicked: boolean,
): string | null {
  const notes = layers.all.flatMap((layer) => [
    ...layer.notes,
    ...ofAllRows(
      layer,
      layer.notDrawn((channel) => scales.isLog(layer.loaded ? axisOf(layer.loaded.plan.spec, channel) : channel)),
    ),
    ...POSITION_CHANNELS.map((channel) => emptyDomainNote(layer, channel, scales)),
    layer.loaded && slicesNote(layer.loaded, isSliceClicked),
  ]);
  const isLogSize = layers.plan?.spec.scales.size.scale === 'log';
  if (isLogSize) notes.push(...layers.tables.flatMap((layer) => ofAllRows(layer, [layer.logSizeNote])));
  const omitted = layers.plan && omittedNote(layers.plan, layers.facets);
  const unfit = layers.plan && unfitNote(layers.plan, layers.facets);
  const { primary } = layers;
  if (layers.plan?.brush?.kind === 'nearest' && isCounts(primary) && primary.loaded && !primary.resident)
    notes.push('SQL counts the rows, so brush="nearest" selects none: brush="x" or pick does');
  const elsewhere =
    selected?.shape.kind === 'hidden'
      ? `the selection is in a panel that is not shown (${selected.text}): Escape clears it`
      : null;
  if (layers.plan) notes.push(varyingBrushNote(layers.plan));
  const unreadable = layers.plan && unreadableNote(layers.plan);
  const hidden = [...hiddenRows, hiddenTextsNote(hiddenTexts), hiddenLegend];
  return (
    [...new Set([unreadable, ...notes, omitted, unfit, ...hidden, elsewhere])]
      .filter((note) => note !== null)
      .join('; ') || null
  );
}

/** A filtered picture has fewer rows than these notes count. */
function ofAllRows({ isFiltered }: PlotLayer, notes: readonly (string | null)[]): readonly (string | null)[] {
  return isFiltered ? notes.map((note) => note && `of all rows, ${note}`) : notes;
}
