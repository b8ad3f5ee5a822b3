/** The wrappers for frameworks, from the modules that wrappers/generate.mjs wrote and tsc declared. */
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import { nodeResolve } from '@rollup/plugin-node-resolve';

const FRAMEWORKS = ['react', 'solid', 'svelte', 'vue'];
const external = ['react', 'vue', 'solid-js', 'svelte/elements', 'pika-plot'];
/** React's server components import it from the client's bundle only. */
const DIRECTIVES = { react: "'use client';" };

const script = (name) => ({
  input: `.cache/wrappers/${name}.ts`,
  external,
  output: {
    file: `dist/${name}.js`,
    format: 'es',
    sourcemap: true,
    // Beside it: whatever resolves the package, there is one copy.
    paths: { 'pika-plot': './pika-plot.js' },
    banner: DIRECTIVES[name] ?? '',
  },
  plugins: [
    nodeResolve({ extensions: ['.ts'] }),
    esbuild({ target: 'es2022', tsconfig: 'tsconfig.json', minify: true }),
  ],
});

const declarations = (name) => ({
  input: `.cache/wrapper-types/.cache/wrappers/${name}.d.ts`,
  external,
  output: { file: `dist/${name}.d.ts`, format: 'es' },
  plugins: [dts()],
});

export default FRAMEWORKS.flatMap((name) => [script(name), declarations(name)]);
