/**
 * Runs in a page before any module of it: sets the backend, and keeps what tests ask for afterwards: `heard` events,
 * `devices`, `frames(n)`, `engine()` and `rows(sql)`. An earlier script may leave `seams` for the engine. Any driver
 * can send it; it closes over nothing.
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
  // Before any module runs: configure() by hand.
  globalThis[Symbol.for('pika-plot.engine.v0')] = {
    engine: null,
    options: { backend, ...(window.seams && { seams: window.seams }) },
  };
}
