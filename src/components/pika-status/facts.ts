import type { Counters, EngineStatus } from '../../engine/index';
import type { FrameTimes } from './frame-times';
import { megabytes, type Fact } from './fact';
import { memoryFacts, type HeldBytes } from './memory-facts';

/** The lines of the panel. Lines that explain a slow page come first. */
export function factsOf(
  status: EngineStatus & { readonly memory?: HeldBytes },
  counters: Counters,
  frames: FrameTimes | null,
): Fact[] {
  return [
    { label: 'Backend', value: `${status.backend === 'webgpu' ? 'WebGPU' : 'CPU'}: ${status.description}` },
    { label: 'Reason', value: status.reason },
    { label: 'Frames', value: frames ? framesText(frames) : 'idle' },
    {
      label: 'Dropped',
      value: `${whole(counters.framesDropped)} of ${whole(counters.frames + counters.framesDropped)} frames`,
    },
    { label: 'Plots', value: whole(status.views) },
    { label: 'Columns', value: `${whole(status.residentColumns)} resident` },
    ...(status.memory ? memoryFacts(status.memory) : []),
    { label: 'Loaded', value: megabytes(counters.bytesLoaded) },
  ];
}

function framesText({ count, medianMs, worstMs }: FrameTimes): string {
  return `${count} in the last second, median ${milliseconds(medianMs)}, worst ${milliseconds(worstMs)}`;
}

export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

function whole(count: number): string {
  return count.toLocaleString('en');
}
