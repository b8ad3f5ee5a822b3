/** @type {import('../project.mjs').Project} */
export default {
  tool: 'webpack 5',
  package: 'webpack',
  dev: { start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT'] },
  build: { run: ['npm', 'run', 'build'], serve: 'public' },
};
