import { checkDashboard } from '../check-dashboard.mjs';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'Vue 3.5',
  package: 'vue',
  dev: { start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT', '--strictPort'] },
  build: { run: ['npm', 'run', 'build'], serve: 'dist' },
  edited: 'App.vue',
  check: checkDashboard,
};
