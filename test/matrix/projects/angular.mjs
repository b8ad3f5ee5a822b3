import { checkDashboard } from '../check-dashboard.mjs';

const line = 'for SQL: `data-pika-files`, and `assets` that copies the files there';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'Angular',
  package: '@angular/cli',
  dev: { line, start: ['npm', 'run', 'dev', '--', '--host', '127.0.0.1', '--port', '$PORT'] },
  build: { line, run: ['npm', 'run', 'build'], serve: 'dist/browser' },
  edited: 'src/main.ts',
  check: checkDashboard,
};
