/** Scrolls a page by a real wheel, and watches its frames and the plots that come into sight. */
import { sleep } from './pointer.mjs';

const TURNS = 150;
const TURN_EVERY_MS = 16;
const TURN_PX = 30;

/**
 * `window.page.blank()` says how many of the plots in sight show nothing; `null` if the page does not know. Frames are
 * those of the page's own animation callbacks.
 */
export async function measureScroll({ page, pointer }) {
  await pointer.move(600, 500);
  await page.evaluate(() => {
    const watch = { endsMs: [], blank: [], isOn: true };
    window.scrollWatch = watch;
    const frame = () => {
      watch.endsMs.push(performance.now());
      watch.blank.push(window.page.blank());
      if (watch.isOn) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const startMs = performance.now();
  const turns = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await sleep(startMs + turn * TURN_EVERY_MS - performance.now());
    turns.push(pointer.turn(TURN_PX));
  }
  await Promise.all(turns);
  const measured = await page.evaluate(async () => {
    const watch = window.scrollWatch;
    const endedMs = performance.now();
    while (window.page.blank() > 0 && performance.now() - endedMs < 60_000)
      await new Promise((next) => requestAnimationFrame(next));
    watch.isOn = false;
    return { ...watch, drawnAfterMs: performance.now() - endedMs, endedMs, top: scrollY };
  });
  const during = measured.endsMs.filter((endMs) => endMs <= measured.endedMs);
  const gaps = during.slice(1).map((endMs, i) => endMs - during[i]);
  return {
    framesPerSecond: (1000 * gaps.length) / (during.at(-1) - during[0]),
    longestFrameMs: Math.max(...gaps),
    blankShare: measured.blank.slice(0, during.length).filter((blank) => blank > 0).length / during.length,
    mostBlank: Math.max(...measured.blank.slice(0, during.length)),
    drawnAfterMs: measured.drawnAfterMs,
    scrolledPx: measured.top,
  };
}
