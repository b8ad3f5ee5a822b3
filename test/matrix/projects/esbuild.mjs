/** @type {import('../project.mjs').Project} */
export default {
  tool: 'esbuild',
  package: 'esbuild',
  dev: { start: ['npm', 'run', 'dev', '--', '--serve=127.0.0.1:$PORT'] },
  build: { run: ['npm', 'run', 'build'], serve: 'public' },
};
