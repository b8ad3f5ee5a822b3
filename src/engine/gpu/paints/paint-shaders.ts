import max from '../../../../shaders/max.wgsl';
import { paintKind, type PaintName } from '../../paints/index';
import { GROUP_SIZE, type ComputeShader, type RenderShader } from '../device/pipelines';

/** Joins the largest of some counts into one word of the frame's maxima. */
export const MAX: ComputeShader = {
  label: 'pika.gpu.max',
  wgsl: max.replace(/^/, 'const WORDS = 1u;\n'),
  entry: 'max_count',
  inputs: 1,
  constants: { GROUP_SIZE },
};

const shaders = new Map<string, RenderShader>();

/** The same object for the same kind and format. */
export function paintShader(name: PaintName, format: GPUTextureFormat): RenderShader {
  const key = `${name} ${format}`;
  let shader = shaders.get(key);
  if (!shader) {
    const { wgsl, vertex, fragment, topology, inputs } = paintKind(name).gpu;
    shaders.set(key, (shader = { label: `pika.gpu.${name}`, wgsl, vertex, fragment, topology, inputs, format }));
  }
  return shader;
}

/** All that paints of these kinds need compiled. */
export function paintShaders(
  names: ReadonlySet<PaintName>,
  format: GPUTextureFormat,
): { readonly compute: readonly ComputeShader[]; readonly render: readonly RenderShader[] } {
  const needMax = [...names].some((name) => paintKind(name).gpu.maxOver);
  return { compute: needMax ? [MAX] : [], render: [...names].map((name) => paintShader(name, format)) };
}
