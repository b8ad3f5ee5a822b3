import { PikaError } from '../../errors';
import type { Profile } from '../../profile/profile';
import type { Device } from './device';
import { digest } from './digest';

/** A compute shader: its full source, and the number of read-only inputs after the three fixed bindings. */
export interface ComputeShader {
  readonly label: string;
  readonly wgsl: string;
  readonly entry: string;
  readonly inputs: number;
  /** Values of the `override` constants. */
  readonly constants?: Readonly<Record<string, number>>;
}

/** The shaders of a paint: their full source, and the number of read-only inputs after the three fixed bindings. */
export interface RenderShader {
  readonly label: string;
  readonly wgsl: string;
  readonly vertex: string;
  readonly fragment: string;
  readonly inputs: number;
  readonly topology: GPUPrimitiveTopology;
  readonly format: GPUTextureFormat;
}

/**
 * Threads of a workgroup. Kernels declare it as an `override`, so a device can use another value with the same text.
 */
export const GROUP_SIZE = 256;

/** Bindings before the inputs: params, arena, and a kernel's result or the largest counts that a paint reads. */
export const FIXED_BINDINGS = 3;

/** Blends a color over the pixel; both are premultiplied. */
const OVER: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha', operation: 'add' };

const keys = new WeakMap<ComputeShader | RenderShader, string>();

/** Identifies a pipeline: a digest of its final text, entries, layout, constants and format. */
export function pipelineKey(shader: ComputeShader | RenderShader): string {
  const known = keys.get(shader);
  if (known) return known;
  const { label: _label, ...parts } = shader;
  const key = digest(JSON.stringify(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))));
  keys.set(shader, key);
  return key;
}

/**
 * Compiled pipelines: one promise per {@link pipelineKey}, shared by its callers. A failure rejects with gpu/shader and
 * is not cached: the next call tries again.
 */
export class Pipelines {
  readonly #device: Device;
  readonly #profile: Profile | null;
  /** By the number of inputs. */
  readonly #computeLayouts: GPUBindGroupLayout[] = [];
  readonly #paintLayouts: GPUBindGroupLayout[] = [];
  readonly #compute = new Map<string, Promise<GPUComputePipeline>>();
  readonly #render = new Map<string, Promise<GPURenderPipeline>>();

  constructor(device: Device, profile: Profile | null = null) {
    this.#device = device;
    this.#profile = profile;
  }

  /** @param recalled compiled in idle time because an earlier visit used it */
  compute(shader: ComputeShader, recalled = false): Promise<GPUComputePipeline> {
    const { label, wgsl, entry, inputs, constants = {} } = shader;
    return this.#once(this.#compute, shader, recalled, () =>
      this.#compile(label, wgsl, (module) =>
        this.#device.gpu.createComputePipelineAsync({
          label,
          compute: { module, entryPoint: entry, constants },
          layout: this.#device.gpu.createPipelineLayout({ label, bindGroupLayouts: [this.computeLayout(inputs)] }),
        }),
      ),
    );
  }

  render(shader: RenderShader, recalled = false): Promise<GPURenderPipeline> {
    const { label, wgsl, vertex, fragment, topology, inputs, format } = shader;
    return this.#once(this.#render, shader, recalled, () =>
      this.#compile(label, wgsl, (module) =>
        this.#device.gpu.createRenderPipelineAsync({
          label,
          vertex: { module, entryPoint: vertex },
          fragment: { module, entryPoint: fragment, targets: [{ format, blend: { color: OVER, alpha: OVER } }] },
          primitive: { topology },
          layout: this.#device.gpu.createPipelineLayout({ label, bindGroupLayouts: [this.paintLayout(inputs)] }),
        }),
      ),
    );
  }

  computeLayout(inputs: number): GPUBindGroupLayout {
    return (this.#computeLayouts[inputs] ??= this.#layout('inputs', 'storage', inputs, GPUShaderStage.COMPUTE));
  }

  paintLayout(inputs: number): GPUBindGroupLayout {
    const stages = GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT;
    return (this.#paintLayouts[inputs] ??= this.#layout('paint', 'read-only-storage', inputs, stages));
  }

  /** Params, arena, a buffer of the given type, then the inputs. */
  #layout(
    name: string,
    third: GPUBufferBindingType,
    inputs: number,
    visibility: GPUShaderStageFlags,
  ): GPUBindGroupLayout {
    const types: GPUBufferBindingType[] = ['uniform', 'read-only-storage', third];
    for (let i = 0; i < inputs; i++) types.push('read-only-storage');
    return this.#device.gpu.createBindGroupLayout({
      label: `pika.gpu.${name}-${inputs}`,
      entries: types.map((type, binding) => ({
        binding,
        visibility,
        buffer: { type, hasDynamicOffset: type === 'uniform' },
      })),
    });
  }

  #once<T>(
    cache: Map<string, Promise<T>>,
    shader: ComputeShader | RenderShader,
    recalled: boolean,
    make: () => Promise<T>,
  ): Promise<T> {
    const key = pipelineKey(shader);
    const known = cache.get(key);
    if (known) return known;
    this.#profile?.count('pipelinesCompiled');
    if (recalled) this.#profile?.count('pipelinesRecalled');
    const made = this.#profile
      ? this.#profile.time('gpu', `${recalled ? 'compile early' : 'compile'} ${shader.label}`, make)
      : make();
    cache.set(key, made);
    made.catch(() => cache.delete(key));
    return made;
  }

  async #compile<T>(label: string, wgsl: string, create: (module: GPUShaderModule) => Promise<T>): Promise<T> {
    const { gpu } = this.#device;
    gpu.pushErrorScope('validation');
    const module = gpu.createShaderModule({ label, code: wgsl });
    const scope = gpu.popErrorScope();
    try {
      const pipeline = create(module);
      pipeline.catch(() => undefined);
      await this.#device.untilLost(scope);
      return await this.#device.untilLost(pipeline);
    } catch (thrown) {
      if (thrown instanceof PikaError) throw thrown;
      const { messages } = await this.#device.untilLost(module.getCompilationInfo());
      throw shaderError(label, wgsl, messages, thrown);
    }
  }
}

function shaderError(
  label: string,
  wgsl: string,
  messages: readonly GPUCompilationMessage[],
  cause: unknown,
): PikaError {
  const first = messages.find(({ type }) => type === 'error');
  const found = first
    ? `${first.message} at line ${first.lineNum}: "${wgsl.split('\n')[first.lineNum - 1]?.trim() ?? ''}"`
    : cause instanceof Error
      ? cause.message
      : String(cause);
  return new PikaError(
    'gpu/shader',
    {
      subject: `shader ${label}`,
      expected: 'WGSL that this device compiles',
      found,
      next: 'Use the cpu backend, and please report this message with the name of the GPU.',
    },
    cause,
  );
}
