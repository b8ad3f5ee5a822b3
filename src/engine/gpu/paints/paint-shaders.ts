import max from '../../../../shaders/max.wgsl';
import { paintKind, type PaintName } from '../../paints/index';
import { GROUP_SIZE, type ComputeShader, type RenderShader } from '../device/pipelines';

/** Writes the largest of some counts to one word of the frame's maxima. */
export const MAX: ComputeShader = {
  label: 'pika.gpu.max',
  wgsl: max.replace(/^/, 'const WORDS = 1u;\n'),
  entry: 'max_count',
  inputs: 1,
  constants: { GROUP_SIZE },
};

const shaders = new Map<PaintName, RenderShader>();

/** Returns the same object for the same name and format. */
export function paintShader(name: PaintName, format: GPUTextureFormat): RenderShader {
  let shader = shaders.get(name);
  if (shader?.format !== format) {
    const { wgsl, vertex, fragment, topology, inputs } = paintKind(name).gpu;
    shaders.set(name, (shader = { label: `pika.gpu.${name}`, wgsl, vertex, fragment, topology, inputs, format }));
  }
  return shader;
}

/** All shaders that these kinds of paint need. */
export function paintShaders(
  names: ReadonlySet<PaintName>,
  format: GPUTextureFormat,
): { readonly compute: readonly ComputeShader[]; readonly render: readonly RenderShader[] } {
  const needMax = [...names].some((name) => paintKind(name).gpu.maxOver);
  return { compute: needMax ? [MAX] : [], render: [...names].map((name) => paintShader(name, format)) };
}
