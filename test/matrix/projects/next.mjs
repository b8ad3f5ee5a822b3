import { checkDashboard } from '../check-dashboard.mjs';
import { checkRendered } from '../check-rendered.mjs';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'Next 16, app router',
  package: 'next',
  dev: { start: ['npm', 'run', 'dev', '--', '--hostname', '127.0.0.1', '--port', '$PORT'] },
  build: {
    run: ['npm', 'run', 'build'],
    start: ['npm', 'run', 'start', '--', '--hostname', '127.0.0.1', '--port', '$PORT'],
  },
  edited: 'app/sales.jsx',
  async check(page) {
    await checkRendered(page);
    await checkDashboard(page);
  },
};
