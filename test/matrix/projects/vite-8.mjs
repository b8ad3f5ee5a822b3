/** @type {import('../project.mjs').Project} */
export default {
  tool: 'Vite 8',
  package: 'vite',
  dev: { start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT', '--strictPort'] },
  build: { run: ['npm', 'run', 'build'], serve: 'dist' },
};
