import type { KernelCall, Recording } from '../../frame/recording';
import type { Profile } from '../../profile/profile';
import type { FramePipelines } from './frame-encoder';
import type { PaintName } from '../../paints/index';
import { kernelsOf, paintNames, shapeOf } from './frame-shape';
import type { KernelPlan } from '../kernels/kernel-plan';
import { paintShaders } from '../paints/paint-shaders';
import type { PipelineMemory } from './pipeline-memory';
import { pipelineKey, type ComputeShader, type Pipelines, type RenderShader } from '../device/pipelines';

export interface FrameCompilerOptions {
  readonly pipelines: Pipelines;
  readonly format: GPUTextureFormat;
  readonly profile: Profile | null;
  /** Remembers pipelines between visits; null remembers nothing. */
  readonly memory: PipelineMemory | null;
  readonly plan: (kernels: readonly KernelCall[]) => readonly KernelPlan[];
}

/**
 * Finds the pipelines of whole frames. Pipelines compiled before are returned immediately, so a frame of known shaders
 * is encoded without waiting.
 */
export class FrameCompiler {
  readonly #options: FrameCompilerOptions;
  readonly #compiled = new Map<ComputeShader | string, GPUComputePipeline | GPURenderPipeline>();
  readonly #framePipelines: FramePipelines = {
    compute: (shader) => this.#compiled.get(shader) as GPUComputePipeline,
    render: ({ label }) => this.#compiled.get(label) as GPURenderPipeline,
  };
  /** Shaders that this visit's frames have used. */
  readonly #used = new Set<ComputeShader | string>();

  constructor(options: FrameCompilerOptions) {
    this.#options = options;
  }

  /** The frame's pipelines. Waits only for those not yet compiled. Rejects with gpu/shader. */
  async ready(recording: Recording, plans: readonly KernelPlan[]): Promise<FramePipelines> {
    const { profile } = this.#options;
    const { compute, render } = this.#shadersOf(paintNames(recording.paints), plans);
    const missing = compute.filter((shader) => !this.#compiled.has(shader));
    const missingRender = render.filter(({ label }) => !this.#compiled.has(label));
    const misses = missing.length + missingRender.length;
    profile?.count('pipelineMisses', misses);
    profile?.count('pipelineHits', compute.length + render.length - misses);
    if (misses > 0) {
      const compile = (): Promise<void> => this.#compile(missing, missingRender, false);
      await (profile ? profile.time('gpu', `wait for ${misses} pipelines`, compile) : compile());
    }
    this.#remember(recording, compute, render);
    return this.#framePipelines;
  }

  /** Compiles the pipelines that earlier visits used, and resolves when all are compiled. Never rejects. */
  async recall(): Promise<void> {
    const { memory, plan } = this.#options;
    if (!memory) return;
    // One frame at a time: if all compiled concurrently, the ones needed first could finish last.
    for (const frame of await memory.recall()) {
      try {
        const kernels = kernelsOf(frame.shape);
        const { compute, render } = this.#shadersOf(new Set(frame.shape.paints), plan(kernels));
        // Keys differ when the package was rebuilt under the same version.
        if (keysOf(compute, render).join() === frame.keys.join()) await this.#compile(compute, render, true);
        else memory.forget(frame);
      } catch {
        // The device is lost or can no longer compile this. The frame that needs it will report the error.
      }
    }
  }

  #shadersOf(
    paints: ReadonlySet<PaintName>,
    plans: readonly KernelPlan[],
  ): { readonly compute: readonly ComputeShader[]; readonly render: readonly RenderShader[] } {
    const compute = new Set<ComputeShader>();
    for (const { filters, main, finish } of plans) {
      for (const { shader } of [...filters, main]) compute.add(shader);
      if (finish) compute.add(finish);
    }
    const ofPaints = paintShaders(paints, this.#options.format);
    return { compute: [...compute, ...ofPaints.compute], render: ofPaints.render };
  }

  async #compile(compute: readonly ComputeShader[], render: readonly RenderShader[], recalled: boolean): Promise<void> {
    const { pipelines } = this.#options;
    await Promise.all([
      ...compute.map(async (shader) => void this.#compiled.set(shader, await pipelines.compute(shader, recalled))),
      ...render.map(async (shader) => void this.#compiled.set(shader.label, await pipelines.render(shader, recalled))),
    ]);
  }

  #remember(recording: Recording, compute: readonly ComputeShader[], render: readonly RenderShader[]): void {
    const names = [...compute, ...render.map(({ label }) => label)];
    if (names.every((name) => this.#used.has(name))) return;
    for (const name of names) this.#used.add(name);
    const shape = this.#options.memory && shapeOf(recording);
    if (shape) this.#options.memory!.note(shape, keysOf(compute, render));
  }
}

function keysOf(compute: readonly ComputeShader[], render: readonly RenderShader[]): string[] {
  return [...compute, ...render].map(pipelineKey).sort();
}
