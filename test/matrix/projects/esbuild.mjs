const line = 'for SQL: `<html data-pika-files="/pika/">`, and the files copied there';

/** @type {import('../project.mjs').Project} */
export default {
  tool: 'esbuild',
  package: 'esbuild',
  dev: { line, start: ['npm', 'run', 'dev', '--', '--serve=127.0.0.1:$PORT'] },
  build: { line, run: ['npm', 'run', 'build'], serve: 'public' },
};
