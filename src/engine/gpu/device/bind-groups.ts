/** One binding of a group: a whole buffer, or its first `sizeBytes`, moved by a dynamic offset. */
export interface Binding {
  readonly buffer: GPUBuffer;
  readonly sizeBytes?: number;
}

/** Caches bind groups by layout and the identity of their buffers. A frame that repeats the last one creates none. */
export class BindGroups {
  readonly #device: GPUDevice;
  readonly #groups = new Map<string, GPUBindGroup>();
  readonly #ids = new WeakMap<object, number>();
  readonly #keysOf = new WeakMap<GPUBuffer, Set<string>>();
  #lastId = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The group that binds `bindings[i]` at binding i. */
  get(layout: GPUBindGroupLayout, bindings: readonly Binding[]): GPUBindGroup {
    let key = `${this.#idOf(layout)}`;
    for (const { buffer, sizeBytes } of bindings) key += `/${this.#idOf(buffer)}:${sizeBytes ?? ''}`;
    const known = this.#groups.get(key);
    if (known) return known;
    const group = this.#device.createBindGroup({
      label: 'pika.gpu.bindings',
      layout,
      entries: bindings.map(({ buffer, sizeBytes }, binding) => ({
        binding,
        resource: sizeBytes === undefined ? { buffer } : { buffer, size: sizeBytes },
      })),
    });
    this.#groups.set(key, group);
    for (const { buffer } of bindings) this.#remember(buffer, key);
    return group;
  }

  /** Drops the groups of a buffer that is about to be destroyed. */
  forget(buffer: GPUBuffer): void {
    for (const key of this.#keysOf.get(buffer) ?? []) this.#groups.delete(key);
    this.#keysOf.delete(buffer);
  }

  #remember(buffer: GPUBuffer, key: string): void {
    const keys = this.#keysOf.get(buffer);
    if (keys) keys.add(key);
    else this.#keysOf.set(buffer, new Set([key]));
  }

  #idOf(thing: object): number {
    let id = this.#ids.get(thing);
    if (id === undefined) this.#ids.set(thing, (id = ++this.#lastId));
    return id;
  }
}
