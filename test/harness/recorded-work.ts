import type { KernelCall } from '../../src/engine/frame/recording';
import type { SurfacePaint } from '../../src/engine/frame/surface-paint';
import type { Seams } from '../../src/engine/seams';

/** Seams that append all kernel calls and pictures of an engine to lists, which a test may empty. */
export function recordedWork(): {
  readonly calls: KernelCall[];
  readonly frames: SurfacePaint[];
  readonly seams: Pick<Seams, 'backend'>;
} {
  const [calls, frames]: [KernelCall[], SurfacePaint[]] = [[], []];
  const seams: Pick<Seams, 'backend'> = {
    backend: (opened) => {
      const execute = opened.execute.bind(opened);
      opened.execute = (recording) => {
        calls.push(...recording.kernels);
        frames.push(...recording.paints);
        return execute(recording);
      };
    },
  };
  return { calls, frames, seams };
}
