import dts from 'rollup-plugin-dts';

/**
 * One declaration file an entry, with the types of bundled packages inside, so that a user needs none of them
 * installed.
 */
const declarations = (input, file) => ({
  input,
  // Leases can be declared with `using`, whatever library of types a page asks for.
  output: { file, format: 'es', banner: '/// <reference lib="esnext.disposable" />' },
  plugins: [
    dts({ respectExternal: true, includeExternal: ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'] }),
  ],
});

export default [
  declarations('.cache/types/index.d.ts', 'dist/pika-plot.d.ts'),
  declarations('.cache/types/testing/index.d.ts', 'dist/testing.d.ts'),
];
