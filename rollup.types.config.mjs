import dts from 'rollup-plugin-dts';

/** One declaration file with the types of bundled packages inside, so that a user needs none of them installed. */
export default {
  input: '.cache/types/index.d.ts',
  output: { file: 'dist/pika-plot.d.ts', format: 'es' },
  plugins: [dts({ respectExternal: true, includeExternal: ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'] })],
};
