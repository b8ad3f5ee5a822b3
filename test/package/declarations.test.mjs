/**
 * The declarations compile in projects of the oldest TypeScript that the package supports, and of the newest, without
 * any other package's types: `skipLibCheck` is off.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../examples/prepare.mjs';
import { installPacked } from './packed.mjs';

const run = promisify(execFile);
const COMPILERS = join(ROOT, 'test/package/compilers');

/** Details of events, on elements and on ancestors, and of the engine's events. */
const PAGE = `
import { configure, pageEngine } from 'pika-plot';
import { Faults, RecordedDevice, VirtualClock } from 'pika-plot/testing';
void configure({ memory: { jsBytes: 1e9 }, seams: { ...new Faults({ readDelayMs: 1 }).seams, ...new RecordedDevice().seams, clock: new VirtualClock() } });
export type Plot = HTMLElementTagNameMap['pika-plot'];
document.querySelector('pika-plot')!.addEventListener('pika-select', ({ detail }) => { const from: string = detail.from; return from; });
document.querySelector('pika-selection')!.addEventListener('pika-select', ({ detail }) => { const mode: 'union' | string = detail.mode; return mode; });
document.querySelector('pika-plot')!.addEventListener('click', ({ clientX }) => clientX);
document.addEventListener('pika-error', ({ detail }) => { const code: string = detail.code; return code; });
pageEngine().events.on('progress', ({ source, detail: { done, finished } }) => { const seen: [string, number, boolean] = [source, done, finished]; return seen; });
export async function log() {
  for await (const event of pageEngine().events.stream('control')) if (event.name === 'error') console.log(event.detail.message);
}
/** Browsers make a Blob only of memory that is not shared, which TypeScript checks since 5.9. */
const query = document.querySelector('pika-query')!;
export const blob = async () => new Blob([await query.toIPC()]);
query.src = new Uint8Array(3);
query.data = { x: new Float32Array(2) };
interface Sale { month: string; revenue: number; at?: Date }
class Order { revenue = 1; }
export const assign = (sales: Sale[], frozen: readonly Sale[], orders: Order[]) => (query.data = Math.random() < 0.5 ? sales : Math.random() < 0.5 ? frozen : orders);
// @ts-expect-error dates are no rows
query.data = [new Date()];
`;

describe('the declarations of the package', () => {
  let folder;
  let app;

  before(async () => {
    if (!existsSync(join(COMPILERS, 'node_modules')))
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: COMPILERS });
    folder = await mkdtemp(join(tmpdir(), 'pika-plot-declarations-'));
    app = await installPacked(folder);
    await writeFile(join(app, 'page.ts'), PAGE);
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const compilers = {
    oldest: join(COMPILERS, 'node_modules/oldest'),
    'before-generic-dom': join(COMPILERS, 'node_modules/before-generic-dom'),
    own: join(ROOT, 'node_modules/typescript'),
    newest: join(COMPILERS, 'node_modules/newest'),
  };
  for (const [name, compiler] of Object.entries(compilers)) {
    for (const resolution of [
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
      ['--module', 'nodenext'],
    ]) {
      it(`compile with ${name} TypeScript, ${resolution.join(' ')}`, async () => {
        const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
        await run(process.execPath, [join(compiler, 'bin/tsc'), ...options, ...resolution, 'page.ts'], {
          cwd: app,
        }).catch((error) => assert.fail(error.stdout));
      });
    }
  }
});
