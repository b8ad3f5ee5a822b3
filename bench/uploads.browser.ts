/**
 * `[PIKA_ROWS=50] [GPU=nvidia] npm run bench:uploads`: columns of 10 million floats (or PIKA_ROWS) from pages to the
 * WebGPU backend, one alone and five at once: time until all are resident, and the longest time that the main thread is
 * blocked. Prints medians; has no limits.
 */
import { PAGE_ROWS, type Column, type ColumnId } from '../src/engine/columns/column';
import type { Backend } from '../src/engine/frame/backend';
import { createGpuBackend } from '../src/engine/gpu/gpu-backend';
import { median } from './median';

const { PIKA_ROWS = '10' } = ((await import('/test/environment.js' as string)) as { default: Record<string, string> })
  .default;
const ROWS = Number(PIKA_ROWS) * 1e6;
const ROUNDS = 9;

function column(id: string): Column {
  const pages = Array.from({ length: Math.ceil(ROWS / PAGE_ROWS) }, (_, i) => {
    const rows = Math.min(PAGE_ROWS, ROWS - i * PAGE_ROWS);
    return { rows, keys: new Float32Array(rows).fill(i) };
  });
  return { id: id as ColumnId, rows: ROWS, encoding: { kind: 'f32' }, type: { kind: 'number', integer: false }, pages };
}

/** The longest pause between two of the page's own messages. */
async function heldUpMs(work: () => Promise<unknown>): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  let [lastMs, longestMs, going] = [performance.now(), 0, true];
  port1.onmessage = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    if (going) port2.postMessage(null);
  };
  port2.postMessage(null);
  await work();
  // Work that ends before the first message has blocked the main thread too.
  longestMs = Math.max(longestMs, performance.now() - lastMs);
  going = false;
  return longestMs;
}

describe('uploads', function () {
  this.timeout(300_000);
  for (const count of [1, 5]) {
    it(`${count} at once`, async () => {
      const backend: Backend = await createGpuBackend();
      const columns = Array.from({ length: count }, (_, i) => column(`c${i}`));
      const [tookMs, heldMs]: [number[], number[]] = [[], []];
      for (let round = -1; round < ROUNDS; round++) {
        const startMs = performance.now();
        const held = await heldUpMs(() => Promise.all(columns.map((one) => backend.load(one))));
        // The first round makes the buffers.
        if (round >= 0) {
          tookMs.push(performance.now() - startMs);
          heldMs.push(held);
        }
        for (const { id } of columns) backend.unload(id);
      }
      console.log(
        `${count} of ${ROWS / 1e6}M floats: resident after ${median(tookMs).toFixed(0)} ms, main thread blocked for ${median(heldMs).toFixed(0)} ms at most`,
      );
      backend.dispose();
    });
  }
});
