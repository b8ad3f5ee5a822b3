/** A real pointer zooms a density of 1M and 10M rows, then drags it, one move per 16 ms. */
import { median, quantile } from './answers.mjs';
import { onPage } from './scenes.mjs';
import { sleep } from './pointer.mjs';

export const PAN_ROWS = [1e6, 10e6];
const MOVES = 120;
const MOVE_EVERY_MS = 16;

/** Pictures of a pan: the time from each pointer move to the next picture, and the time between pictures. */
export function measurePan(where) {
  return onPage(where, async ({ page, pointer, openMs }) => {
    const box = await page.evaluate(() => window.page.box(0));
    const centre = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    await pointer.move(centre.x, centre.y);
    await pointer.turn(-700);
    await sleep(600);
    await pointer.press();
    await page.evaluate(() => recorder.clear());
    const points = Array.from({ length: MOVES }, (_, k) => ({
      x: centre.x + Math.round(150 * Math.sin(k / 12)),
      y: centre.y + Math.round(80 * Math.sin(k / 17)),
    }));
    await pointer.sweep(points, MOVE_EVERY_MS);
    const lastMs = await page.evaluate(() => performance.now());
    const exactMs =
      (await page.evaluate(async () => {
        const plot = recorder.plots[0];
        while (plot.shadowRoot.querySelector('.about')) await new Promise((next) => requestAnimationFrame(next));
        return performance.now();
      })) - lastMs;
    await pointer.release();
    const { moves, pictures, longTasks, frameEndsMs } = await page.evaluate(() => {
      const { moves, pictures, longTasks, frameEndsMs } = recorder;
      return { moves, pictures, longTasks, frameEndsMs };
    });
    // A scan answers the newest move when it starts, so a picture belongs to the last move dispatched a frame before
    // it is shown.
    const ends = pictures.map(({ endMs }) => endMs).filter((endMs) => endMs <= lastMs);
    const gaps = ends.slice(1).map((endMs, i) => endMs - ends[i]);
    const waits = moves
      .filter(({ buttons }) => buttons === 1)
      .flatMap(({ sentMs, dispatchedMs }) => {
        const answer = ends.find((endMs) => endMs > dispatchedMs);
        return answer ? [answer - sentMs] : [];
      });
    const durationMs = ends.at(-1) - ends[0];
    return {
      openMs,
      pictures: ends.length,
      picturesPerSecond: (1000 * (ends.length - 1)) / durationMs,
      gapMedianMs: median(gaps),
      gapP95Ms: quantile(gaps, 0.95),
      waitMedianMs: median(waits),
      waitP95Ms: quantile(waits, 0.95),
      framesPerSecond: (1000 * frameEndsMs.filter((endMs) => endMs >= ends[0] && endMs <= lastMs).length) / durationMs,
      exactAfterMs: Math.max(0, exactMs),
      longTasks: longTasks.length,
    };
  });
}

export function panTable(results) {
  const row = ([rows, runs]) => {
    const middle = (name) => median(runs.map((run) => run[name])).toFixed(1);
    return `| ${Number(rows) / 1e6}M | ${middle('gapMedianMs')} (${middle('gapP95Ms')}) | ${middle('waitMedianMs')} (${middle('waitP95Ms')}) | ${middle('picturesPerSecond')} | ${middle('exactAfterMs')} | ${middle('longTasks')} |`;
  };
  return [
    '| rows | from picture to picture, ms (95 %) | move to next picture, ms (95 %) | pictures/s | exact after the last move, ms | tasks over 50 ms |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.entries(results).map(row),
  ].join('\n');
}
