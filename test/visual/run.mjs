/**
 * Draws every story in a real Chromium, in light by both backends and in dark by one, and compares it with the picture
 * stored in test/visual/pictures. Both backends must match the same picture.
 *
 *   node test/visual/run.mjs [word …]     compare (only the stories whose name contains a word)
 *   node test/visual/run.mjs --update     store the pictures of the CPU backend
 *
 * On failure test/.results holds three images side by side: stored, drawn, and difference. A blank plot fails, stored
 * or not.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { serve } from '../../examples/serve.mjs';
import { GPU_FLAGS } from '../chromium.mjs';
import { awaiting, report } from '../harness/patience.mjs';
import { patient } from '../pages/patient.mjs';
import { until } from '../pages/until.mjs';
import { bundleStories } from './bundle-stories.mjs';
import { comparePictures } from './compare-pictures.mjs';
import { launchChromium } from '../pages/launch-chromium.mjs';

const ROOT = join(import.meta.dirname, '../..');
const PICTURES = join(ROOT, 'test/visual/pictures');
const RESULTS = join(ROOT, 'test/.results');
const RUNS = [
  { colorScheme: 'light', backends: ['cpu', 'webgpu'] },
  { colorScheme: 'dark', backends: ['cpu'] },
];
/**
 * A picture that does not match yet is checked again this often, each time after more frames: a software GPU draws at
 * its own pace.
 */
const LOOKS = 15;
const FRAMES_BETWEEN = 20;

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const update = process.argv.includes('--update');

/**
 * A page that shows the stories in turn with one engine: it reads the rows once, and a software GPU compiles its
 * pipelines once.
 */
async function openPage(context, url, module, backend) {
  const page = patient(await context.newPage());
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('**/stories.mjs', (route) => route.fulfill({ contentType: 'text/javascript', body: module }));
  await page.goto(`${url}/test/visual/page.html`);
  await page.evaluate(async (name) => (await import('/dist/pika-plot.js')).configure({ backend: name }), backend);
  return { page, complaints };
}

/**
 * Draws one story, waits until every plot in it is ready or shows an error, and takes pictures until `isRight` or until
 * the retries run out. Null for a story that shows an error on purpose: it is text.
 */
async function draw({ page, complaints }, story, isRight) {
  complaints.length = 0;
  await page.evaluate(async ({ file, name }) => {
    const { stories, render } = await import('/test/visual/stories.mjs');
    const { default: meta, [name]: story } = stories[file];
    const settled = new Set();
    const failures = [];
    const root = document.createElement('div');
    root.id = 'story';
    document.querySelector('#story').replaceWith(root);
    for (const type of ['pika-ready', 'pika-error'])
      root.addEventListener(type, ({ target, type, detail }) => {
        settled.add(target);
        if (type === 'pika-error') failures.push(detail.message);
      });
    render((story.render ?? meta.render)({ ...meta.args, ...story.args }), root);
    window.shown = {
      plots: [...root.querySelectorAll('pika-plot')],
      settled,
      failures,
      fails: story.parameters?.fails ?? false,
    };
  }, story);
  await until(page, () => window.shown.plots.every((plot) => window.shown.settled.has(plot)));
  const { failures, isText } = await page.evaluate(async () => {
    const { plots, failures, fails } = window.shown;
    // A selection made on pika-ready reaches the other plots within a few frames.
    for (let i = 0; i < 20; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    if (plots.length === 0) failures.push('the story shows no plot');
    if (fails && failures.length === 0) return { failures: ['it should fail and does not'] };
    return { failures: fails ? [] : failures, isText: fails };
  });
  if (failures.length > 0) throw new Error(failures.join('\n'));
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  if (isText) return null;
  for (let look = 1; ; look++) {
    const picture = PNG.sync.read(await page.locator('#story').screenshot());
    if (isRight(picture) || look === LOOKS) return { picture, blank: await countBlankPlots(page) };
    await awaiting(
      'the next frames',
      page.evaluate(async (count) => {
        // First waits for pending counts, however long they take.
        for (const plot of document.querySelectorAll('#story pika-plot')) await plot.counts();
        for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      }, FRAMES_BETWEEN),
    );
  }
}

/** The number of plots with a canvas of one color. Afterwards the story shows only its canvases. */
async function countBlankPlots(page) {
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('#story pika-plot')].map(({ shadowRoot }) => {
      shadowRoot.append(
        Object.assign(document.createElement('style'), {
          textContent: ':host * { visibility: hidden } :host canvas { visibility: visible }',
        }),
      );
      const [story, canvas] = [document.querySelector('#story'), shadowRoot.querySelector('canvas')].map((element) =>
        element.getBoundingClientRect(),
      );
      return {
        left: Math.ceil(canvas.left - story.left),
        top: Math.ceil(canvas.top - story.top),
        width: Math.floor(canvas.width) - 1,
        height: Math.floor(canvas.height) - 1,
      };
    }),
  );
  const picture = PNG.sync.read(await page.locator('#story').screenshot());
  return boxes.filter(({ left, top, width, height }) => {
    const canvas = new PNG({ width, height });
    PNG.bitblt(picture, canvas, left, top, width, height, 0, 0);
    return new Set(new Uint32Array(canvas.data.buffer, canvas.data.byteOffset, width * height)).size === 1;
  }).length;
}

/** Returns its path. */
function keep(name, images) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.png`), PNG.sync.write(images));
  return `test/.results/${name}.png`;
}

const { module, names } = await bundleStories();
const wanted = names.filter(
  ({ file, name }) =>
    words.length === 0 || words.some((word) => `${file}-${name}`.toLowerCase().includes(word.toLowerCase())),
);
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(PICTURES, { recursive: true });
const server = await serve({ port: 0 });
const browser = await launchChromium(GPU_FLAGS);
let passed = 0;
let failed = 0;
try {
  for (const { colorScheme, backends } of RUNS) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 760, height: 640 },
      deviceScaleFactor: 1,
    });
    for (const backend of update ? ['cpu'] : backends) {
      const page = await openPage(context, server.url, module, backend);
      for (const story of wanted) {
        const path = join(PICTURES, `${story.file}-${story.name}-${colorScheme}.png`);
        const name = `${story.file}-${story.name}-${colorScheme}-${backend}`;
        const stored = !update && existsSync(path) ? PNG.sync.read(readFileSync(path)) : null;
        let wrong;
        report({ test: name });
        try {
          // To be stored, the picture must be stable: the last one counts.
          const drawn = await draw(
            page,
            story,
            (picture) => !update && comparePictures({ picture, blank: 0 }, stored) === null,
          );
          const found = drawn && comparePictures(drawn, update ? drawn.picture : stored);
          if (update && drawn && !found) writeFileSync(path, PNG.sync.write(drawn.picture));
          if (found) wrong = `${found.wrong}: see ${keep(name, found.images)}`;
        } catch (thrown) {
          wrong = thrown.message;
        }
        if (wrong) {
          failed++;
          console.log(`not ok ${name}: ${wrong}`);
        } else passed++;
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`# pass ${passed}`);
console.log(`# fail ${failed}`);
process.exitCode = failed > 0 ? 1 : 0;
