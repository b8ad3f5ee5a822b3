/** @type {import('../project.mjs').Project} */
export default { tool: 'no bundler: script tag', build: { serve: '.' } };
