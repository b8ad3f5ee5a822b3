/// <reference types="mocha" />
it('a page names its backend in its markup, before any script', async () => {
  document.documentElement.dataset['pikaBackend'] = 'cpu';
  const { pageEngine } = await import('../../src/index');
  const { backend, reason } = await pageEngine().status();
  // Left to itself it would say that the adapter is software.
  if (backend !== 'cpu' || reason !== 'requested') throw new Error(`found ${backend}, because ${reason}`);
});
