/** @type {import('../project.mjs').Project} */
export default { tool: 'Rollup', package: 'rollup', build: { run: ['npm', 'run', 'build'], serve: 'public' } };
