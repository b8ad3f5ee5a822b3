import { checkDashboard } from '../check-dashboard.mjs';
import { checkRendered } from '../check-rendered.mjs';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'Nuxt 4',
  package: 'nuxt',
  dev: { start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT'] },
  build: { run: ['npm', 'run', 'build'], start: ['npm', 'run', 'start'] },
  edited: 'app/app.vue',
  async check(page) {
    await checkRendered(page);
    await checkDashboard(page);
  },
};
