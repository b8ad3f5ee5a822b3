/** Watches a test command: reports what it waits for, and kills it when it hangs. */
import { HEARTBEAT_MS, PATIENCE_MS } from './harness/patience.mjs';

/** Longer than {@link PATIENCE_MS}: a wait inside a test has that limit, and an error message of its own. */
const SILENCE_MS = PATIENCE_MS + 60_000;
/** The process that started a browser needs this long to close it when asked to end. */
const CLOSING_MS = 10_000;

/**
 * Follows a child's reports (`harness/patience.mjs`: which test begins, what is awaited). Each report is a sign of
 * life, as is a line of output. Calls `say` with a heartbeat after each {@link HEARTBEAT_MS} of silence. Kills the
 * child after {@link SILENCE_MS}. Resolves, once the child has closed, to null, or to what it hung on.
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ stage: string, name: string, say: (line: string) => void, nowMs?: () => number }} options `name` describes
 *   the child until it reports a test
 * @returns {Promise<string | null>}
 */
export function watch(child, { stage, name, say, nowMs = () => performance.now() }) {
  return new Promise((resolve) => {
    let doing = '';
    let awaits = null;
    let sinceMs = nowMs();
    let saidMs = sinceMs;
    let hungOn = null;
    const alive = () => {
      saidMs = sinceMs = nowMs();
    };
    const what = () => [stage, doing || name, awaits && `awaits ${awaits}`].filter(Boolean).join(' › ');
    child.on('message', (report) => {
      alive();
      if (report.test !== undefined) [doing, awaits] = [report.test, null];
      if (report.awaits !== undefined) awaits = report.awaits;
    });
    child.stdout?.on('data', alive);
    child.stderr?.on('data', alive);
    const timer = setInterval(() => {
      const silentMs = nowMs() - sinceMs;
      if (hungOn !== null) {
        if (nowMs() - saidMs > CLOSING_MS) child.kill('SIGKILL');
      } else if (silentMs > SILENCE_MS) {
        hungOn = `hangs: nothing happened for ${Math.round(silentMs / 60_000)} minutes in ${what()}`;
        saidMs = nowMs();
        child.kill('SIGTERM');
      } else if (nowMs() - saidMs >= HEARTBEAT_MS) {
        saidMs = nowMs();
        say(`… ${Math.round(silentMs / 1000)} s: ${what()}`);
      }
    }, 1000);
    child.on('close', () => {
      clearInterval(timer);
      resolve(hungOn);
    });
  });
}
