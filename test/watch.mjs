/** Watches a command of the tests: says what it awaits while that lasts, and ends it when it hangs. */
import { HEARTBEAT_MS, PATIENCE_MS } from './harness/patience.mjs';

/** A wait inside a test has its own limit, {@link PATIENCE_MS}, and words of its own: it comes first. */
const SILENCE_MS = PATIENCE_MS + 60_000;
/** A browser is closed by the process that started it, when that is asked to end. */
const LAST_WORDS_MS = 10_000;

/**
 * Follows what a child reports (`harness/patience.mjs`: which test begins, what is awaited). Each report is a sign of
 * life, as is a line of output. Calls `say` with a heartbeat each {@link HEARTBEAT_MS} of silence. After {@link
 * SILENCE_MS} it ends the child. Resolves, once the child has closed, to null, or to what it hung on.
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ stage: string, name: string, say: (line: string) => void, nowMs?: () => number }} options `name` is what to
 * call it until it reports a test
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
        if (nowMs() - saidMs > LAST_WORDS_MS) child.kill('SIGKILL');
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
