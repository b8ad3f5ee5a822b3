import { Surfaces } from '../../src/engine/cpu/paints/surfaces';
import type { Surface } from '../../src/engine/frame/backend';
import type { Box } from '../../src/engine/frame/box';
import type { SlotId, SurfaceId } from '../../src/engine/frame/ids';
import type { Paint } from '../../src/engine/paints/index';
import { RecordingContext } from '../cpu/paints/recording-context';
import './all-vectors';

/** Paints one panel again and again on one canvas, by the CPU backend's painters. */
export function panelOn(box: Box, context = new RecordingContext()) {
  const surface = 'canvas' as SurfaceId;
  const surfaces = new Surfaces();
  surfaces.attach(surface, { width: 400, height: 300, getContext: () => context } as unknown as Surface);
  return {
    context,
    paint(paints: readonly Paint[], words: Readonly<Record<SlotId, Uint32Array>>): RecordingContext {
      surfaces.paint({ surface, widthPx: 400, heightPx: 300, panels: [{ box, paints }] }, (slot) => words[slot]!);
      return context;
    },
  };
}
