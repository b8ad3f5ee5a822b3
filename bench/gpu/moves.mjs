/**
 * `GPU=nvidia node bench/gpu/moves.mjs [--rows 10,100] [--data uniform,skewed] [--columns 5] [--moves 90]`: five linked
 * histograms over millions of rows in a real Chromium on a real GPU; a real pointer drags a brush across the first.
 * Measures from the event to the end of its GPU work, as the device reports it.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from '../../examples/serve.mjs';
import { findChromium, GPU_FLAGS } from '../../test/chromium.mjs';
import { pointIn } from '../../test/pages/hands.mjs';
import { quantile } from '../answers.mjs';
import { Pointer } from '../pointer.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10,100' },
    data: { type: 'string', default: 'uniform,skewed' },
    columns: { type: 'string', default: '5' },
    moves: { type: 'string', default: '90' },
  },
});
const MOVE_EVERY_MS = 16;
const OPEN_WITHIN_MS = 240_000;
const moves = Number(options.moves);

const server = await serve({ port: 0, compress: false });
console.log(
  '| rows | distribution | generated, drawn | a move, page only | with the GPU, median | 95 % | its kernel | from the event, median | 95 % |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
);
try {
  for (const millions of options.rows.split(',').map(Number)) {
    for (const distribution of options.data.split(',')) await measure(millions, distribution);
  }
} finally {
  await server.close();
}

async function measure(millions, distribution) {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: GPU_FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(OPEN_WITHIN_MS);
    page.on('pageerror', (error) => console.error(String(error)));
    await page.goto(
      `${server.url}/bench/pages/made.html?rows=${millions * 1e6}&columns=${options.columns}${distribution === 'skewed' ? '&skewed' : ''}`,
    );
    const opened = await page.evaluate(() => window.page.open);
    if (opened.sums.some((sum) => sum !== millions * 1e6))
      throw new Error(`expected ${millions}M rows in every plot, found ${opened.sums}`);
    const pointer = new Pointer(await page.context().newCDPSession(page));
    const [start, end] = [await pointIn(page, 0, 0.1, 0.5), await pointIn(page, 0, 0.3, 0.5)];
    await pointer.move(start.x, start.y);
    await pointer.press();
    await pointer.move(end.x, end.y);
    await pointer.release();
    const grip = await pointIn(page, 0, 0.2, 0.5);
    await pointer.move(grip.x, grip.y);
    await pointer.press();
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      window.page.moves.length = 0;
      window.page.record();
    });
    await pointer.sweep(
      Array.from({ length: moves }, (_, i) => ({ x: grip.x + 2 * (i + 1), y: grip.y })),
      MOVE_EVERY_MS,
    );
    await page.waitForTimeout(500);
    await pointer.release();
    const timed = await page.evaluate(() => window.page.moves);
    const kernelMs = await page.evaluate(() => window.page.kernelMs());
    const of = (name, share) =>
      quantile(
        timed.map((move) => move[name]),
        share,
      ).toFixed(1);
    console.log(
      `| ${millions}M | ${distribution} | ${(opened.makeMs / 1000).toFixed(1)} s, ${(opened.drawMs / 1000).toFixed(1)} s | ${of('byPage', 0.5)} ms | **${of('inPage', 0.5)} ms** | ${of('inPage', 0.95)} | ${kernelMs.toFixed(1)} | ${of('sinceEvent', 0.5)} | ${of('sinceEvent', 0.95)} | ${timed.length} moves, ${opened.backend}`,
    );
  } finally {
    await browser.close();
  }
}
