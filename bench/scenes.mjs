/** Scenes, the same for every library: open a page, drag a brush across it, switch to another plot. */
import { chromium } from 'playwright-core';
import { answerMoves, median, quantile } from './answers.mjs';
import { Pointer, sleep } from './pointer.mjs';

/** A browser with default flags, except: no sandbox, because benches may run as root, and no background traffic. */
export const AS_IT_COMES = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const MOVE_EVERY_MS = 16;
const STEP_PX = 2;
const BRUSHED = 0;
/** A place outside all plots. Crossing a third plot on the way would make it prepare for a brush. */
const NOWHERE = { x: 1180, y: 850 };

/** How each page's brush is drawn and moved, in pixels of the first plot's box. */
export const DRAGS = {
  three: { from: 12, width: 80, moves: 150 },
  five: { from: 12, width: 36, moves: 120 },
  linked: { from: 12, width: 60, moves: 90 },
  facets: { from: 12, width: 60, moves: 150 },
  many: { from: 6, width: 16, moves: 40, stepPx: 1 },
};

/**
 * Opens a page in a fresh browser with an empty cache, runs `scene` on it and closes it. `backend` selects our backend
 * before the page's scripts run.
 */
export async function onPage(
  { url, executablePath, args, backend, viewport = { width: 1200, height: 900 }, openWithinMs = 120_000 },
  scene,
) {
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext({ viewport, deviceScaleFactor: 1 });
    const page = await context.newPage();
    if (backend) await page.addInitScript(chooseBackend, backend);
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(url, { waitUntil: 'load' });
    const openMs = await withTimeout(
      page.evaluate(() => window.page.open),
      openWithinMs,
      () => `${url} did not open; the page says: ${complaints.join('; ') || 'nothing'}`,
    );
    const pointer = new Pointer(await context.newCDPSession(page));
    return await scene({ browser, page, pointer, openMs, version: browser.version() });
  } finally {
    await browser.close();
  }
}

/** In the page, before its scripts: the effect of `configure({ backend })`. */
export function chooseBackend(backend) {
  globalThis[Symbol.for('pika-plot.engine.v0')] = { engine: null, options: { backend } };
}

export function readOpening({ page }) {
  return page.evaluate(async () => ({
    stages: [...window.page.stages()],
    engine: await window.page.describe(),
    longTasks: [...recorder.longTasks],
  }));
}

/**
 * Which picture belongs to which move: the same drag, one move at a time, reading each picture once it is final.
 * `album[plot]`: digest → moves; `distinct`: number of moves that look different from all others, over all plots.
 */
export async function makeAlbum({ page, pointer }, drag) {
  const { points } = await grabBrush({ page, pointer }, drag);
  const album = [];
  const together = new Set();
  for (const [k, { x, y }] of points.entries()) {
    const sinceMs = await page.evaluate(() => performance.now());
    await pointer.move(x, y);
    // With ten million rows on a busy machine, the first answer may take any time: ask the library, if it can say,
    // whether it is idle.
    await page.evaluate(() => window.page.rest?.());
    const digests = await settle(page, sinceMs, { patienceMs: 2000 });
    together.add(digests.join());
    digests.forEach((digest, plot) => {
      album[plot] ??= new Map();
      album[plot].set(digest, [...(album[plot].get(digest) ?? []), k]);
    });
  }
  await pointer.release();
  return { album, distinct: together.size };
}

/** Draws a brush, then moves it while the recorder runs. Returns the positions of the pointer. */
export async function dragOnce({ page, pointer }, drag) {
  const { points } = await grabBrush({ page, pointer }, drag);
  await page.evaluate(() => recorder.clear());
  await pointer.sweep(points, MOVE_EVERY_MS);
  await settle(page, await page.evaluate(() => recorder.moves.at(-1).dispatchedMs));
  await pointer.release();
  return points;
}

/** Moves an existing brush by {@link STEP_PX} per move, or by the drag's own step. */
export async function measureDrag({ page, pointer }, drag, album) {
  const points = await dragOnce({ page, pointer }, drag);
  const { moves, pictures, frameEndsMs, longTasks } = await page.evaluate(() => {
    const { moves, pictures, frameEndsMs, longTasks } = recorder;
    return { moves, pictures, frameEndsMs, longTasks };
  });

  const kOf = new Map(points.map(({ x }, k) => [x, k]));
  const known = moves.map((move) => ({ ...move, k: kOf.get(move.x) })).filter(({ k }) => k !== undefined);
  const first = known.filter((move, i) => i === 0 || move.k > known[i - 1].k);
  const passive = album.map((_, plot) => plot).filter((plot) => plot !== BRUSHED);
  const { answered, unknown, pictureTimesMs } = answerMoves({ moves: first, pictures, frameEndsMs, album, passive });
  const durationMs = first.at(-1).sentMs - first[0].sentMs;
  const fromEventMs = answered.map((answer) => answer.fromEventMs);
  const during = frameEndsMs.filter((end) => end >= first[0].sentMs && end <= first.at(-1).sentMs);
  const gaps = during.slice(1).map((end, i) => end - during[i]);
  return {
    moves: answered.length,
    medianMs: median(fromEventMs),
    p95Ms: quantile(fromEventMs, 0.95),
    maxMs: Math.max(...fromEventMs),
    fromDispatchMedianMs: median(answered.map((answer) => answer.fromDispatchMs)),
    framesPerSecond: (during.length / durationMs) * 1000,
    longestFrameMs: Math.max(...gaps),
    picturesPerSecond: (pictureTimesMs.length / durationMs) * 1000,
    longTasks: longTasks.length,
    longTasksMs: longTasks.reduce((sum, { durationMs: ms }) => sum + ms, 0),
    unknownPictures: unknown,
    latenciesMs: fromEventMs,
  };
}

/**
 * Switches between the first two plots repeatedly: enters the other plot, presses and moves once. Measures from that
 * move to the frame in which the last other plot shows its final picture. A person presses about 160 ms after entering;
 * `atOnce` leaves no time to prepare anything.
 */
export async function measureSwitches({ page, pointer }, { atOnce = false } = {}) {
  const latenciesMs = [];
  for (const [turn, at] of (atOnce
    ? [0.42, 0.42, 0.05, 0.05, 0.72, 0.72]
    : [0.15, 0.15, 0.6, 0.6, 0.3, 0.3]
  ).entries()) {
    const active = turn % 2 === 0 ? 1 : 0;
    const box = await page.evaluate((plot) => window.page.box(plot), active);
    const y = Math.round(box.y + box.height / 2);
    const x = Math.round(box.x + at * box.width);
    await pointer.move(NOWHERE.x, NOWHERE.y);
    await sleep(200);
    await page.evaluate(() => recorder.clear());
    if (atOnce) {
      await Promise.all([pointer.move(x, y), pointer.press(), pointer.move(x + 60, y)]);
    } else {
      await pointer.sweep(
        [1, 2, 3, 4, 5].map((step) => ({ x: x - 25 + 5 * step, y })),
        MOVE_EVERY_MS,
      );
      await sleep(40);
      await pointer.press();
      await sleep(40);
      await pointer.move(x + 60, y);
    }
    const sinceMs = await page.evaluate(() => recorder.moves.find(({ buttons }) => buttons === 1).sentMs);
    const final = await settle(page, sinceMs, { quietMs: 250, patienceMs: 1500 });
    await pointer.release();
    const pictures = await page.evaluate(() => recorder.pictures);
    const ends = final.flatMap((digest, plot) => {
      const own = pictures.filter((picture) => picture.plot === plot);
      const last = own.findLastIndex((picture) => picture.digest !== digest || picture.endMs < sinceMs) + 1;
      return plot === active || !own[last] ? [] : [own[last].endMs];
    });
    if (ends.length > 0) latenciesMs.push(Math.max(...ends) - sinceMs);
    await sleep(200);
  }
  return { medianMs: median(latenciesMs), maxMs: Math.max(...latenciesMs), latenciesMs };
}

/** Draws the brush on the first plot, grabs its middle, and returns the positions to drag it to. */
export async function grabBrush({ page, pointer }, { from, width, moves, stepPx = STEP_PX }) {
  const box = await page.evaluate((plot) => window.page.box(plot), BRUSHED);
  const y = Math.round(box.y + box.height / 2);
  const left = Math.round(box.x) + from;
  const middle = left + width / 2;
  const sinceMs = await page.evaluate(() => performance.now());
  await pointer.move(left, y);
  await settle(page, sinceMs);
  await pointer.press();
  for (let step = 1; step <= 8; step++) await pointer.move(left + Math.round((width * step) / 8), y);
  await pointer.release();
  await settle(page, await page.evaluate(() => performance.now()));
  await pointer.move(middle, y);
  await pointer.press();
  await sleep(300);
  return { points: Array.from({ length: moves }, (_, k) => ({ x: middle + stepPx * (k + 1), y })) };
}

export function settle(page, sinceMs, options = {}) {
  return page.evaluate(
    async ([since, how]) => {
      await recorder.settled(since, window.page.idle, how);
      return recorder.digests();
    },
    [sinceMs, options],
  );
}

async function withTimeout(promise, ms, say) {
  let timer;
  try {
    return await Promise.race([
      promise,
      new Promise((_, failed) => (timer = setTimeout(() => failed(new Error(say())), ms))),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
