import dts from 'rollup-plugin-dts';

/**
 * TypeScript 5.7 made typed arrays generic. `Uint8Array` alone means the same where they are not, and the type of what
 * `new Uint8Array()` returns is `Uint8Array<ArrayBuffer>` where they are: later versions need that for a Blob.
 */
function forOlderTypeScript(code) {
  const ARRAYS = '(?:Big)?(?:Ui|I)nt(?:8|16|32|64)(?:Clamped)?Array|Float(?:32|64)Array|DataView';
  return code
    .replace(new RegExp(`\\b(${ARRAYS}|ArrayBufferView)<ArrayBufferLike>`, 'g'), '$1')
    .replace(new RegExp(`\\b(${ARRAYS})<ArrayBuffer>`, 'g'), 'InstanceType<typeof $1>')
    .replace(/\bArrayBufferView<ArrayBuffer>/g, 'Extract<BlobPart, ArrayBufferView>');
}

/** WebGPU's types are in the DOM library of TypeScript 6, and in @webgpu/types: this name merges with either. */
const GPU_NAMES = 'declare global {\n  interface GPUDevice {}\n}\n';

const compatible = {
  name: 'compatible',
  renderChunk: (code) => `${forOlderTypeScript(code)}${code.includes('GPUDevice') ? `\n${GPU_NAMES}` : ''}`,
};

/** One declaration file per entry. It includes the types of bundled packages, so users need not install these. */
const declarations = (input, file) => ({
  input,
  // So that leases can be declared with `using`, regardless of the `lib` option of a project.
  output: { file, format: 'es', banner: '/// <reference lib="esnext.disposable" />' },
  plugins: [
    dts({ respectExternal: true, includeExternal: ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'] }),
    compatible,
  ],
});

export default [
  declarations('.cache/types/index.d.ts', 'dist/pika-plot.d.ts'),
  declarations('.cache/types/testing/index.d.ts', 'dist/testing.d.ts'),
];
