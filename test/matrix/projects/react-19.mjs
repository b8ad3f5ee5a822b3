import { checkDashboard } from '../check-dashboard.mjs';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'React 19',
  package: 'react',
  dev: { start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT', '--strictPort'] },
  build: { run: ['npm', 'run', 'build'], serve: 'dist' },
  edited: 'app.jsx',
  check: checkDashboard,
};
