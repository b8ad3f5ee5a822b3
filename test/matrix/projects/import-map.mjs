/** @type {import('../project.mjs').Project} */
export default { tool: 'no bundler: import map', build: { serve: '.' } };
