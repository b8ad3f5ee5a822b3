/**
 * Runs in a page before its modules: sets the backend, and provides what tests need later: `heard` events, `devices`,
 * `frames(n)`, `engine()` and `rows(sql)`. An earlier script may set `seams` for the engine. It closes over nothing, so
 * any driver can send it.
 */
export function watchPage(backend) {
  window.heard = [];
  for (const type of ['pika-ready', 'pika-error', 'pika-select']) {
    addEventListener(type, ({ target, detail }) => heard.push({ type, target, detail: detail?.message ?? detail }));
  }
  const settled = (plot) => heard.some(({ type, target }) => target === plot && type !== 'pika-select');
  window.allSettled = () => [...document.querySelectorAll('pika-plot')].every(settled);
  window.devices = [];
  const requestDevice = globalThis.GPUAdapter?.prototype.requestDevice;
  if (requestDevice) {
    GPUAdapter.prototype.requestDevice = async function (...wanted) {
      const device = await requestDevice.apply(this, wanted);
      devices.push(device);
      return device;
    };
  }
  window.frames = async (count) => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  window.engine = async () => (await import('/dist/pika-plot.js')).pageEngine();
  window.rows = async (sql) => {
    const [{ tableFromIPC }, engine] = await Promise.all([
      import('/node_modules/@uwdata/flechette/src/index.js'),
      window.engine(),
    ]);
    return tableFromIPC(await engine.sql(sql))
      .toArray()
      .map((row) => Object.values(row).map(Number));
  };
  // The effect of configure(), before any module runs.
  globalThis[Symbol.for('pika-plot.engine.v0')] = {
    engine: null,
    options: { backend, ...(window.seams && { seams: window.seams }) },
  };
}
