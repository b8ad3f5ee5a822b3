/// <reference types="mocha" />
/** Pictures of plots as files: what is on the page is in them, where it is on the page. */
import '../../src/index';
import { LEGENDS } from '../../src/components/pika-plot/legend-places';
import { configure, PikaError, type PictureOptions, type PikaPlot, type PikaQuery } from '../../src/index';

const SVG = 'image/svg+xml';
const [WIDTH, HEIGHT] = [400, 260];
/** Shown as it is, whatever its markup looks like; XML can't hold its control character. */
const ODD = `<&"' \u0001x`;

type Color = readonly [r: number, g: number, b: number, a: number];

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(a === b, `${what}: expected ${b}, found ${a}`);
}

/** Whether colors differ by rounding at most. */
function isLike(a: Color, b: readonly number[], most = 3): boolean {
  return a.every((part, i) => Math.abs(part - (b[i] ?? 255)) <= most);
}

class Pixels {
  readonly width: number;
  readonly height: number;
  readonly #data: Uint8ClampedArray;

  constructor({ width, height, data }: ImageData) {
    [this.width, this.height, this.#data] = [width, height, data];
  }

  at(x: number, y: number): Color {
    const from = 4 * (Math.floor(y) * this.width + Math.floor(x));
    return [...this.#data.subarray(from, from + 4)] as unknown as Color;
  }

  /** The part of a box's pixels that a test holds for. */
  share({ x, y, width, height }: DOMRect, test: (color: Color) => boolean): number {
    let count = 0;
    for (let top = Math.ceil(y); top < y + height; top++)
      for (let left = Math.ceil(x); left < x + width; left++) if (test(this.at(left, top))) count++;
    return count / (width * height);
  }
}

async function pixelsOf(blob: Blob): Promise<Pixels> {
  const image = await createImageBitmap(blob);
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  context.drawImage(image, 0, 0);
  return new Pixels(context.getImageData(0, 0, image.width, image.height));
}

const png = async (plot: PikaPlot, options: PictureOptions = {}): Promise<Pixels> =>
  pixelsOf(await plot.toBlob({ scale: 1, ...options }));

async function svg(plot: PikaPlot, options: PictureOptions = {}): Promise<Document> {
  const blob = await plot.toBlob({ ...options, type: SVG });
  equal(blob.type, SVG, 'type');
  return parsed(await blob.text());
}

function parsed(text: string): Document {
  const read = new DOMParser().parseFromString(text, SVG);
  check(read.querySelector('parsererror') === null, `not XML: ${text.slice(0, 500)}`);
  return read;
}

/** A PDF: its objects as text, and its streams as they are once inflated. */
async function pdf(plot: PikaPlot): Promise<{ readonly text: string; readonly streams: readonly string[] }> {
  const blob = await plot.toBlob({ type: 'application/pdf' });
  equal(blob.type, 'application/pdf', 'type');
  const text = new TextDecoder('latin1').decode(await blob.arrayBuffer());
  const begins = [...text.matchAll(/\/Length (\d+) \/Filter \/FlateDecode >>\nstream\n/g)];
  const streams = begins.map(async ({ index, 0: { length }, 1: size }) => {
    const from = index + length;
    const inflated = blob
      .slice(from, from + Number(size))
      .stream()
      .pipeThrough(new DecompressionStream('deflate'));
    return new TextDecoder('latin1').decode(await new Response(inflated).arrayBuffer());
  });
  return { text, streams: await Promise.all(streams) };
}

const hex = (text: string): string =>
  Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(4, '0')).join('');

/** A text of WinAnsi in a string of PDF. */
const octets = (text: string): string =>
  Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const textsIn = (picture: Document): string[] => [...picture.querySelectorAll('text')].map((text) => text.textContent);

/** What the canvas on the page shows; `toBlob` works for a WebGPU canvas, too. */
async function shown(plot: PikaPlot): Promise<Pixels> {
  const canvas = plot.shadowRoot!.querySelector('canvas')!;
  return pixelsOf(await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!))));
}

/** Where an element of the plot is, from the left and top of the plot. */
function boxOf(plot: PikaPlot, element: Element): DOMRect {
  const [outer, { x, y, width, height }] = [plot.getBoundingClientRect(), element.getBoundingClientRect()];
  return new DOMRect(x - outer.x, y - outer.y, width, height);
}

function find(plot: PikaPlot, selector: string, text?: string): Element {
  const found = [...plot.shadowRoot!.querySelectorAll(selector)].filter(
    (element) => text === undefined || element.textContent.trim() === text,
  );
  check(found.length > 0, `no ${selector} ${text ?? ''}`);
  return found[0]!;
}

async function failure(work: Promise<unknown>): Promise<PikaError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof PikaError)) throw new Error(`expected a PikaError, found ${String(thrown)}`);
  return thrown;
}

const holder = document.createElement('div');

/** A plot in the page, not yet drawn. */
function place(attributes: string, style = ''): PikaPlot {
  holder.innerHTML = `<pika-plot style="width: ${WIDTH}px; height: ${HEIGHT}px; ${style}" from="sold"
    ${attributes}></pika-plot>`;
  return holder.querySelector('pika-plot')!;
}

async function drawn(attributes: string, style?: string): Promise<PikaPlot> {
  const plot = place(attributes, style);
  await new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
  // Once it is presented, a WebGPU canvas has no pixels for others.
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  return plot;
}

/** Notes on attributes load when they are needed. */
async function noted(plot: PikaPlot): Promise<void> {
  while (!plot.shadowRoot!.textContent.includes('nonsense')) await new Promise(requestAnimationFrame);
}

const BARS = 'mark="bar" x="bin(v, step=10)" y="count()"';
const COLORED = `${BARS} color="kind" color-range="#ff0000, #0000ff"`;
const isNotWhite = (color: Color): boolean => !isLike(color, [255, 255, 255], 40);

for (const backend of ['cpu', 'webgpu'] as const)
  describe(`a picture of a plot, on ${backend}`, () => {
    before(async () => {
      await configure({ backend });
      holder.style.background = 'white';
      document.body.append(holder);
      const query = document.createElement('pika-query') as PikaQuery;
      query.name = 'sold';
      query.data = Array.from({ length: 300 }, (_, i) => ({
        v: (i * 37) % 100,
        w: i % 50,
        kind: i % 3 === 0 ? 'a' : 'b',
        name: i % 2 === 0 ? ODD : 'plain',
      }));
      document.body.append(query);
    });
    afterEach(() => {
      holder.style.background = 'white';
      holder.replaceChildren();
    });
    after(() => {
      document.querySelector('pika-query')!.remove();
      holder.remove();
    });

    it('waits until the plot is drawn, and has the size of the plot', async () => {
      const blob = await place(BARS).toBlob({ scale: 1 });
      equal(blob.type, 'image/png', 'type');
      const one = await pixelsOf(blob);
      equal([one.width, one.height], [WIDTH, HEIGHT], 'size');
      const two = await png(await drawn(BARS), { scale: 2 });
      equal([two.width, two.height], [2 * WIDTH, 2 * HEIGHT], 'size at scale 2');
      check(two.share(new DOMRect(0, 0, 2 * WIDTH, 2 * HEIGHT), isNotWhite) > 0.1, 'is empty');
    });

    for (const [name, attributes] of [
      ['bars', BARS],
      ['bars of a color', COLORED],
      ['points', 'mark="point" x="v" y="w" opacity="1"'],
      ['a density', 'mark="density" x="v" y="w"'],
      ['a pie', 'mark="arc" theta="count()" color="kind"'],
      ['panels', `${BARS} facet-x="kind"`],
    ] as const)
      it(`has the marks where they are on the page: ${name}`, async () => {
        const plot = await drawn(attributes);
        const [picture, marks] = [await png(plot), await shown(plot)];
        let [all, same] = [0, 0];
        for (let y = 0; y < marks.height; y++)
          for (let x = 0; x < marks.width; x++) {
            const color = marks.at(x, y);
            if (color[3] < 255) continue;
            all++;
            if (isLike(picture.at(x, y), color)) same++;
          }
        check(all > 100, `${all} pixels of marks on the page`);
        // Lines of axes and texts of a pie are over marks.
        check(same > 0.97 * all, `${same} of ${all} pixels`);
      });

    it('draws marks again at a larger scale', async () => {
      const plot = await drawn(BARS, '--pika-accent: #ff0000');
      const two = await png(plot, { scale: 2 });
      const marks = await shown(plot);
      const row = Array.from({ length: marks.width }, (_, x) => marks.at(x, 150)[3] === 255);
      check(row.filter(Boolean).length > 50, 'no bars in this row');
      for (const [x, isMark] of row.entries())
        if (isMark && row[x - 1] && row[x + 1]) check(isLike(two.at(2 * x, 301), [255, 0, 0]), `at ${x}`);
      // What is only enlarged has mixed colors at its edges.
      const mixed = two.share(new DOMRect(0, 301, 2 * WIDTH, 1), ([r, g]) => r > 250 && g > 20 && g < 215);
      check(mixed === 0, `${mixed} of the pixels are mixed`);
    });

    it('has axes and titles where they are on the page', async () => {
      const plot = await drawn(`${BARS} x-label="Value" x-ticks="[20, 50]"`);
      for (const scale of [1, 2]) {
        const picture = await png(plot, { scale });
        for (const text of ['Value →', '50']) {
          const { x, y, width, height } = boxOf(plot, find(plot, 'text', text));
          const box = new DOMRect(x * scale, y * scale, width * scale, height * scale);
          const share = picture.share(box, isNotWhite);
          check(share > 0.1 && share < 0.7, `"${text}" covers ${share} of its box`);
          check(picture.share(new DOMRect(box.x, box.bottom + 1, box.width, 1), isNotWhite) < 0.2, `below "${text}"`);
        }
        const { x, y, width } = boxOf(plot, find(plot, 'line.grid'));
        const line = new DOMRect(scale * x, scale * Math.floor(y), scale * width, scale);
        check(picture.share(line, (color) => !isLike(color, [255, 255, 255], 8)) > 0.5, 'no grid');
      }
    });

    it('has the legend', async () => {
      const plot = place(COLORED);
      const picture = await png(plot);
      for (const [label, color] of [
        ['a', [255, 0, 0]],
        ['b', [0, 0, 255]],
      ] as const) {
        const entry = find(plot, '.entry', label);
        const { x, y, width, height } = boxOf(plot, entry.querySelector('.swatch')!);
        const found = picture.at(x + width / 2, y + height / 2);
        check(isLike(found, color), `swatch of ${label}: ${found.join()}`);
        check(picture.share(boxOf(plot, entry.querySelector('.text')!), isNotWhite) > 0.1, `no label ${label}`);
      }
      const ramp = await svg(await drawn('mark="point" x="v" y="w" color="w"'));
      const id = /#(.+)\)/.exec(ramp.querySelector('rect[fill^=url]')!.getAttribute('fill')!)![1];
      check(ramp.querySelectorAll(`linearGradient[id="${id}"] stop`).length > 2, 'no colors of the ramp');
    });

    it('waits for a legend whose code loads late', async () => {
      const load = LEGENDS.load.bind(LEGENDS);
      const code = await load();
      let arrive = (): void => undefined;
      LEGENDS.load = async () => {
        await new Promise<void>((resolve) => (arrive = resolve));
        return code;
      };
      try {
        const plot = place(COLORED);
        let isDone = false;
        const picture = svg(plot).finally(() => (isDone = true));
        await plot.values();
        for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
        check(!isDone, 'a picture without its legend');
        arrive();
        check(textsIn(await picture).includes('a'), 'no entry');
      } finally {
        LEGENDS.load = load;
      }
    });

    it('has the background of the page, or another one', async () => {
      const plot = await drawn(BARS);
      const corner = async (options: PictureOptions): Promise<Color> => (await png(plot, options)).at(1, HEIGHT - 2);
      equal(await corner({}), [255, 255, 255, 255], 'page');
      equal(await corner({ background: 'rgb(1 2 3)' }), [1, 2, 3, 255], 'named');
      equal(await corner({ background: 'transparent' }), [0, 0, 0, 0], 'transparent');
      plot.style.setProperty('--own', '#040506');
      equal(await corner({ background: 'var(--own)' }), [4, 5, 6, 255], 'of a custom property');
      holder.style.background = 'rgb(20 40 60)';
      equal(await corner({}), [20, 40, 60, 255], 'a dark page');
      plot.style.background = 'rgb(255 255 255 / 50%)';
      equal(await corner({}), [138, 148, 158, 255], 'over the page');
      plot.style.background = '';
      holder.style.background = '';
      equal(await corner({}), [255, 255, 255, 255], 'an empty page');
      equal((await svg(plot, { background: 'transparent' })).querySelector('rect'), null, 'a background in SVG');
    });

    it('has the selection', async () => {
      const plot = await drawn(`${BARS} brush="x"`, '--pika-accent: #ff0000');
      const before = await png(plot);
      plot.select({ x: [50, 70] });
      const after = await png(plot);
      const range = boxOf(plot, find(plot, '.brush .range'));
      const [inside, outside] = [range.x + range.width / 2, range.x - 40];
      const y = range.bottom - 20;
      check(isLike(before.at(outside, y), [255, 0, 0]), `before: ${before.at(outside, y).join()}`);
      check(!isLike(after.at(outside, y), [255, 0, 0], 60), `not veiled: ${after.at(outside, y).join()}`);
      check(isLike(after.at(inside, y), [255, 0, 0]), `selected: ${after.at(inside, y).join()}`);
      check((await svg(plot)).querySelectorAll('path[fill-rule=evenodd]').length === 1, 'no veil in SVG');
    });

    it('leaves out what the pointer shows', async () => {
      const plot = await drawn(BARS);
      const before = await (await plot.toBlob({ type: SVG })).text();
      const { x, y } = plot.getBoundingClientRect();
      const at = { clientX: x + WIDTH / 2, clientY: y + HEIGHT - 60, bubbles: true, composed: true };
      find(plot, '.plot').dispatchEvent(new PointerEvent('pointermove', at));
      while (!plot.shadowRoot!.querySelector('.hover') || !plot.shadowRoot!.querySelector('.tooltip'))
        await new Promise(requestAnimationFrame);
      equal(textsIn(parsed(before)), textsIn(await svg(plot)), 'texts');
      equal(
        parsed(before).querySelectorAll('path, rect').length,
        (await svg(plot)).querySelectorAll('path, rect').length,
        'shapes',
      );
    });

    it('is a standalone SVG', async () => {
      const plot = await drawn(`${COLORED} facet-x="kind" x-label="Value" nonsense="1"`);
      await noted(plot);
      const picture = await svg(plot, { scale: 2 });
      const root = picture.documentElement;
      equal([root.getAttribute('width'), root.getAttribute('viewBox')], ['400', '0 0 400 260'], 'size');
      const texts = textsIn(picture);
      const ofPage = [...plot.shadowRoot!.querySelectorAll('svg text')].map((text) => text.textContent);
      check(ofPage.length > 5, `${ofPage.length} texts on the page`);
      for (const text of [...ofPage, 'a', 'b']) check(texts.includes(text), `"${text}" is not in ${texts.join('|')}`);
      check(
        texts.some((text) => text.includes('nonsense')),
        `no note in ${texts.join('|')}`,
      );
      for (const text of picture.querySelectorAll('text')) {
        check(text.getAttribute('font-family') !== null, 'a text without font');
        check(/^#[0-9a-f]{6}$/.test(text.getAttribute('fill') ?? ''), `fill of ${text.textContent}`);
      }
      check(picture.querySelectorAll('line').length > 3, 'no lines of axes');
      const image = await pixelsOf(await (await fetch(picture.querySelector('image')!.getAttribute('href')!)).blob());
      check(image.width >= 2 * WIDTH - 2, `marks of ${image.width} pixels`);
      check(picture.querySelector('foreignObject, style, [style], [class]') === null, 'more than attributes');
      const others = [...picture.querySelectorAll('*')].flatMap(({ attributes }) =>
        [...attributes].filter(({ name, value }) => /href|src/.test(name) && !value.startsWith('data:')),
      );
      equal(others.length, 0, 'links to other files');
    });

    it('has texts where they are on the page, also in a transformed plot', async () => {
      const plot = await drawn(`${COLORED} nonsense="1"`);
      await noted(plot);
      const placesNow = async (): Promise<string> =>
        [...(await svg(plot)).querySelectorAll('text')]
          .map(
            (text) =>
              `${text.textContent} ${['x', 'y'].map((name) => Math.round(Number(text.getAttribute(name)))).join()}`,
          )
          .join('|');
      const before = await placesNow();
      const { x } = boxOf(plot, find(plot, '.entry .text', 'b'));
      check(before.includes(`|b ${Math.round(x)},`), `${x} in ${before}`);
      plot.style.transform = 'scale(0.5) translate(30px, 10px)';
      equal(await placesNow(), before, 'scaled');
    });

    it('shows why it is empty', async () => {
      const query = document.createElement('pika-query') as PikaQuery;
      query.name = 'none';
      query.data = { v: new Float64Array(0) };
      const plot = place(BARS.replace('mark', 'from="none" mark'));
      plot.setAttribute('from', 'none');
      plot.before(query);
      const texts = textsIn(await svg(plot));
      check(
        texts.some((text) => text.startsWith('No rows')),
        `found ${texts.join('|')}`,
      );
    });

    it('is valid XML whatever its texts hold', async () => {
      const plot = await drawn(`mark="bar" x="count()" y="name"`);
      plot.setAttribute('x-label', `]]> \ud800 <b>&amp;</b> \u0007\ufffe`);
      await new Promise((resolve) => plot.addEventListener('pika-ready', resolve, { once: true }));
      const texts = textsIn(await svg(plot));
      check(texts.includes(`<&"' x`), texts.join('|'));
      check(
        texts.some((text) => text.startsWith(']]> <b>&amp;</b>') || text.startsWith(']]>  <b>&amp;</b>')),
        texts.join('|'),
      );
    });

    for (const dir of ['ltr', 'rtl'])
      it(`looks the same as PNG and as SVG, on a page in ${dir}`, async () => {
        const plot = await drawn(`${COLORED} x-label="Value" dir="${dir}" nonsense="1"`);
        await noted(plot);
        const blob = await plot.toBlob({ type: SVG });
        const image = new Image();
        image.src = URL.createObjectURL(blob);
        await image.decode();
        const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d')!;
        context.drawImage(image, 0, 0);
        const asSvg = new Pixels(context.getImageData(0, 0, WIDTH, HEIGHT));
        const asPng = await png(plot);
        let same = 0;
        for (let y = 0; y < HEIGHT; y++)
          for (let x = 0; x < WIDTH; x++) if (isLike(asPng.at(x, y), asSvg.at(x, y), 40)) same++;
        check(same > 0.99 * WIDTH * HEIGHT, `${same} of ${WIDTH * HEIGHT} pixels`);
        for (const text of plot.shadowRoot!.querySelectorAll('svg text, .entry .text, .note')) {
          const shares = [asPng, asSvg].map((picture) => picture.share(boxOf(plot, text), isNotWhite));
          check(Math.min(...shares) > 0.02, `${text.textContent}: ${shares.join()}`);
          check(Math.abs(shares[0]! - shares[1]!) < 0.1, `${text.textContent}: ${shares.join()}`);
        }
      });

    it('is a PDF of the size of the plot, with its shapes, texts and marks', async () => {
      const plot = await drawn(`${COLORED} brush="x" x-label="Łódź: (a)" y-label="price" nonsense="1"`);
      await noted(plot);
      plot.select({ x: [20, 50] });
      const { text, streams } = await pdf(plot);
      check(text.includes(`/MediaBox [0 0 ${WIDTH * 0.75} ${HEIGHT * 0.75}]`), 'size');
      check(text.includes(`/Title <FEFF${hex(plot.shadowRoot!.querySelector('.plot')!.ariaLabel!)}>`), 'title');
      const page = streams.find((stream) => stream.startsWith('0.75 0 0 -0.75'))!;
      // WinAnsi: the price and its unit of the axis, the note, whole words of a title; the other word is an image.
      for (const said of ['price', 'nonsense', '(a)', '60']) check(page.includes(octets(said)), said);
      check(!page.includes(octets('Łó')), 'no garbage');
      const cmap = streams.find((stream) => stream.includes('beginbfchar'))!;
      for (const character of 'Łódź') check(cmap.includes(`<${hex(character)}>`), character);
      // The marks, above the note.
      check(text.includes(`/Width ${WIDTH * 3} /Height `), 'marks have the pixels of paper');
      // The marks and words that are images, each at its place.
      const images = (text.match(/\/ColorSpace \/DeviceRGB/g) ?? []).length;
      check(images > 1, `${images} images`);
      equal((page.match(/ Do\b/g) ?? []).length, images, 'images');
      const lines = plot.shadowRoot!.querySelectorAll('svg line').length;
      check(lines > 3 && (page.match(/^S$/gm) ?? []).length >= lines, `${lines} lines`);
      check(/ rg\n.* re\nf\n/s.test(page), 'filled rectangles');
    });

    it('is a file with a name', async () => {
      const plot = await drawn(BARS);
      const names: string[] = [];
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function () {
        check(this.href.startsWith('blob:'), this.href);
        names.push(this.download);
      };
      try {
        await plot.download();
        await plot.download({ type: SVG, name: 'a/b' });
        await plot.download({ name: 'c.PNG' });
        plot.id = 'sales';
        await plot.download();
      } finally {
        HTMLAnchorElement.prototype.click = click;
      }
      equal(names, ['plot.png', 'a b.svg', 'c.PNG', 'sales.png'], 'names');
    });

    it('is an error with wrong options', async () => {
      const plot = await drawn(BARS);
      for (const [options, said] of [
        [{ type: 'image/jpeg' }, 'image/png'],
        [{ scale: 0 }, '1 to 4'],
        [{ scale: '2' }, '1 to 4'],
        [{ scale: NaN }, '1 to 4'],
        [{ background: 'nonsense' }, 'a CSS color'],
        [{ scael: 2 }, 'Did you mean "scale"'],
        ['png', 'an object'],
      ] as const) {
        const error = await failure(plot.toBlob(options as PictureOptions));
        equal(error.code, 'engine/bad-option', JSON.stringify(options));
        check(error.message.includes(said), error.message);
      }
    });

    it('is an error without a plot that is drawn', async () => {
      equal((await failure(place('mark="bars" x="v"').toBlob())).code, 'spec/unknown-mark', 'a wrong plot');
      const plot = document.createElement('pika-plot');
      equal((await failure(plot.toBlob())).code, 'engine/no-picture', 'not on the page');
      const hidden = place(BARS);
      hidden.style.display = 'none';
      const unseen = await failure(hidden.toBlob());
      equal(unseen.code, 'engine/no-picture', 'hidden');
      check(unseen.message.includes('one that is hidden'), unseen.message);
      const left = place(BARS);
      const picture = failure(left.toBlob());
      left.remove();
      const { code, message } = await picture;
      equal(code, 'engine/no-picture', 'left while it loaded');
      check(message.includes('not on the page'), message);
    });
  });
