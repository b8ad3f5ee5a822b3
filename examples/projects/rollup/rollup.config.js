import { nodeResolve } from '@rollup/plugin-node-resolve';

export default { input: 'main.js', output: { dir: 'public/built' }, plugins: [nodeResolve({ browser: true })] };
