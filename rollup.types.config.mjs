import dts from 'rollup-plugin-dts';

/** One declaration file an entry, with the types of bundled packages inside, so that a user needs none of them installed. */
const declarations = (input, file) => ({
  input,
  output: { file, format: 'es' },
  plugins: [dts({ respectExternal: true, includeExternal: ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'] })],
});

export default [
  declarations('.cache/types/index.d.ts', 'dist/pika-plot.d.ts'),
  declarations('.cache/types/testing/index.d.ts', 'dist/testing.d.ts'),
];
