/**
 * The only limit on waiting that tests have, in Node and in a page. It ends what hangs and names it. No test fails
 * because a machine is slow: how long something takes is a bench's business, and what should come first is tested as an
 * order of events.
 */

/** A wait that lasts longer than this hangs. */
export const PATIENCE_MS = 15 * 60_000;
/** A wait that lasts longer than this is reported while it goes on, and again each time this has passed. */
export const HEARTBEAT_MS = 30_000;
const ASK_EVERY_MS = 10;

/**
 * What tests report to whoever runs them: the test that begins, or the latest wait in it (null once that is over).
 * @typedef {{ readonly test?: string, readonly awaits?: string | null }} Report
 */

/** @type {(report: Report) => void} */
let send = (report) => void (globalThis.process?.connected && globalThis.process.send?.(report));

/** Reports to somebody else than the process that started this one: a page reports to the server of its tests. */
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
 * Asks time and again until the answer is truthy, and resolves to it. Rejects after {@link PATIENCE_MS} with what was
 * awaited and the last answer.
 * @template T
 * @param {string} what as it reads after "waited until" @param {() => T} ask it may be async
 * @param {{ everyMs?: number, patienceMs?: number, explain?: () => unknown }} options `explain` adds what else there is
 * to know about a hang
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
