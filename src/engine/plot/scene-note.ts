import { POSITION_CHANNELS } from '../grammar/position-channel';
import type { PlotLayers } from './plot-layers';
import type { PlotScales } from './plot-scales';

/** The notes of all layers for the user; null if there are none. */
export function noteOf({ all }: PlotLayers, scales: PlotScales): string | null {
  const notes = all.flatMap((layer) => [
    layer.note,
    ...POSITION_CHANNELS.map((channel) => layer.unplacedNote(channel, scales.isLog(channel))),
  ]);
  return [...new Set(notes)].filter((note) => note !== null).join('; ') || null;
}
