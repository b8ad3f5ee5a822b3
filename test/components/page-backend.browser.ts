/// <reference types="mocha" />
it('a page sets its backend in markup, before any script', async () => {
  document.documentElement.dataset['pikaBackend'] = 'cpu';
  const { pageEngine } = await import('../../src/index');
  const { backend, reason } = await pageEngine().status();
  // With `auto` the reason would be that the adapter is software.
  if (backend !== 'cpu' || reason !== 'requested') throw new Error(`found ${backend}, because ${reason}`);
});
