/**
 * The only time limit of tests, in Node and in a page. It ends what hangs and names it. No test fails because a machine
 * is slow: durations are measured by benches, and order is tested as an order of events.
 */

/** A longer wait counts as a hang. */
export const PATIENCE_MS = 15 * 60_000;
/** A longer wait is reported while it lasts, once per this interval. */
export const HEARTBEAT_MS = 30_000;
const ASK_EVERY_MS = 10;

/**
 * What tests report to their runner: the test that begins, or the current wait in it (null when it is over).
 * @typedef {{ readonly test?: string, readonly awaits?: string | null }} Report
 */

/** @type {(report: Report) => void} */
let send = (report) => void (globalThis.process?.connected && globalThis.process.send?.(report));

/** Sends reports to `listener` instead of the parent process: a page reports to its test server. */
export function reportTo(/** @type {(report: Report) => void} */ listener) {
  send = listener;
}

export function report(/** @type {Report} */ said) {
  send(said);
}

/**
 * Reports what is awaited until it settles.
 * @template T
 * @param {string} what @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function awaiting(what, work) {
  send({ awaits: what });
  try {
    return await work;
  } finally {
    send({ awaits: null });
  }
}

/**
 * Polls until the answer is truthy, and resolves to it. Rejects after {@link PATIENCE_MS} with what was awaited and the
 * last answer.
 * @template T
 * @param {string} what as it reads after "waited until" @param {() => T} ask may be async
 * @param {{ everyMs?: number, patienceMs?: number, explain?: () => unknown }} options `explain` adds details to the
 *   error
 * @returns {Promise<Awaited<T>>}
 */
export async function until(what, ask, { everyMs = ASK_EVERY_MS, patienceMs = PATIENCE_MS, explain = () => '' } = {}) {
  return awaiting(
    what,
    (async () => {
      for (const endMs = performance.now() + patienceMs; ;) {
        const answer = await ask();
        if (answer) return answer;
        if (performance.now() > endMs)
          throw new Error(
            `waited ${patienceMs / 1000} s until ${what}; the last answer was ${JSON.stringify(answer)} ${explain()}`.trim(),
          );
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    })(),
  );
}
