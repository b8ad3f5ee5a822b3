/** Is the machine busy with other work? */
import { cpus } from 'node:os';
import { sleep } from './pointer.mjs';

const SAMPLE_MS = 700;
const QUIET_SHARE = 0.15;

/**
 * Waits until the machine is nearly idle, at most `patienceMs`. Resolves to the busy share of its cores at the end, 0
 * to 1.
 */
export async function waitForQuiet(patienceMs = 30_000) {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const before = times();
    await sleep(SAMPLE_MS);
    const after = times();
    const busy = 1 - (after.idle - before.idle) / (after.all - before.all);
    if (busy <= QUIET_SHARE || performance.now() > untilMs) return busy;
  }
}

function times() {
  const all = cpus()
    .flatMap((core) => Object.values(core.times))
    .reduce((a, b) => a + b, 0);
  return { all, idle: cpus().reduce((sum, { times: { idle } }) => sum + idle, 0) };
}
