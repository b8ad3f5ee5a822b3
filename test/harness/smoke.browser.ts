import { PAGE_ROWS } from '../../src/engine/columns/column';
import shader from './smoke.wgsl';

/** What all other browser tests rely on. If these fail, check the harness first. */
describe('the browser harness', () => {
  it('has WebGPU, and shaders as modules', async () => {
    const adapter =
      (await navigator.gpu.requestAdapter()) ?? (await navigator.gpu.requestAdapter({ featureLevel: 'compatibility' }));
    if (!adapter) throw new Error('expected a WebGPU adapter, found none');
    const device = await adapter.requestDevice();
    const [message] = (await device.createShaderModule({ code: shader }).getCompilationInfo()).messages;
    device.destroy();
    if (message) throw new Error(`expected a shader that compiles, found: ${message.message}`);
  });

  it('runs module workers written in TypeScript', async () => {
    const worker = new Worker(new URL('./echo-worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise<readonly number[]>((answered, failed) => {
      worker.onmessage = ({ data }: MessageEvent<readonly number[]>) => answered(data);
      worker.onerror = ({ message }) => failed(new Error(`worker: ${message}`));
      worker.postMessage(7);
    });
    worker.terminate();
    if (answer[0] !== 7 || answer[1] !== PAGE_ROWS) throw new Error(`expected 7 and ${PAGE_ROWS}, found ${answer}`);
  });

  it('reaches files of packages', async () => {
    const files: [URL, string][] = [
      [new URL('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm', import.meta.url), 'application/wasm'],
      [new URL('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js', import.meta.url), 'text/javascript'],
    ];
    for (const [url, type] of files) {
      const response = await fetch(url, { method: 'HEAD' });
      const found = `${response.status} ${response.headers.get('content-type')}`;
      if (!found.startsWith(`200 ${type}`)) throw new Error(`${url.pathname}: expected 200 ${type}, found ${found}`);
    }
  });

  it('reaches the example data, in ranges', async () => {
    const response = await fetch('/data/flights-3m.parquet', { headers: { Range: 'bytes=0-3' } });
    const magic = await response.text();
    if (response.status !== 206 || magic !== 'PAR1')
      throw new Error(`expected 206 PAR1, found ${response.status} ${magic}`);
  });
});
