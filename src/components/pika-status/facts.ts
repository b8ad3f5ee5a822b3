import type { Counters, EngineStatus } from '../../engine/index';
import type { FrameTimes } from './frame-times';

/** One line of the panel. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What the panel tells, in the order in which somebody with a slow page asks. */
export function factsOf(status: EngineStatus, counters: Counters, frames: FrameTimes | null): Fact[] {
  return [
    { label: 'Backend', value: `${status.backend === 'webgpu' ? 'WebGPU' : 'CPU'}: ${status.description}` },
    { label: 'Because', value: status.reason },
    { label: 'Frames', value: frames ? `${frames.count} in the last second, median ${milliseconds(frames.medianMs)}, worst ${milliseconds(frames.worstMs)}` : 'at rest' },
    { label: 'Dropped', value: `${whole(counters.framesDropped)} of ${whole(counters.frames + counters.framesDropped)} frames` },
    { label: 'Plots', value: whole(status.views) },
    ...memoryFacts(status),
    { label: 'Loaded', value: megabytes(counters.bytesLoaded) },
  ];
}

/** The place of the memory ledger: one line an owner, largest first. */
function memoryFacts({ residentColumns }: EngineStatus): Fact[] {
  return [{ label: 'Columns', value: `${whole(residentColumns)} resident` }];
}

export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function whole(count: number): string {
  return count.toLocaleString('en');
}
