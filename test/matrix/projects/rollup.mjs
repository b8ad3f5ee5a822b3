const line = 'for SQL: `<html data-pika-files="/pika/">`, and the files copied there';

/** @type {import('../project.mjs').Project} */
export default { tool: 'Rollup', package: 'rollup', build: { line, run: ['npm', 'run', 'build'], serve: 'public' } };
