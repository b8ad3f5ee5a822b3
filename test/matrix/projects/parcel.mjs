/** @type {import('../project.mjs').Project} */
export default {
  tool: 'Parcel 2',
  package: 'parcel',
  dev: { start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT'] },
  build: { run: ['npm', 'run', 'build'], serve: 'dist' },
};
