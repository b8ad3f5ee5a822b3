import dts from 'rollup-plugin-dts';

/** One declaration file per entry. It includes the types of bundled packages, so users need not install these. */
const declarations = (input, file) => ({
  input,
  // So that leases can be declared with `using`, regardless of the `lib` option of a project.
  output: { file, format: 'es', banner: '/// <reference lib="esnext.disposable" />' },
  plugins: [
    dts({ respectExternal: true, includeExternal: ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'] }),
  ],
});

export default [
  declarations('.cache/types/index.d.ts', 'dist/pika-plot.d.ts'),
  declarations('.cache/types/testing/index.d.ts', 'dist/testing.d.ts'),
];
