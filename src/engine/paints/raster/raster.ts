import type { Box } from '../../frame/box';
import { blendAt } from './blend';
import type { Bounds } from './bounds';

/** Coverage below half a step of alpha is not painted. It also absorbs the rounding errors of sums in f32. */
const LEAST_COVERAGE = 1 / 512;
/** Edges flatter than this add less than any pixel shows, and their slopes would overflow. */
const LEAST_HEIGHT = 1e-9;
/** A bit of `#touched` covers 2⁴ pixels: one cache line of sums. */
const CHUNK_BITS = 4;
const CHUNK = 1 << CHUNK_BITS;
/** `fill` of fewer words takes longer than a loop. */
const LEAST_FILL = 32;
/** Sums kept from frame to frame: 8 MiB, a panel of 2,000 × 1,000 pixels. */
const KEPT_SUMS = 1 << 21;

/**
 * Paints antialiased shapes into an image of straight-alpha RGBA words. A shape is given by its edges, in any order.
 * Each adds, to the pixels of its rows, the change of coverage from left to right that it causes: the "signed area" of
 * font-rs and stb_truetype 2. A running sum along a row then yields the exact area that the shape covers of each pixel,
 * clamped to 1. So overlapping parts of the same orientation count once.
 *
 * Only the 16-pixel chunks that an edge touches are visited again; spans between them have one coverage.
 */
export class Raster {
  #words = new Uint32Array() as Uint32Array;
  #stride = 0;
  /** The image's top-left corner, in the coordinates of the shapes. */
  #x = 0;
  #y = 0;
  #clip: Bounds = { left: 0, top: 0, right: 0, bottom: 0 };

  // The current shape: whole pixels, relative to the image.
  #left = 0;
  #top = 0;
  #width = 0;
  #height = 0;
  #sums = new Float32Array(1 << 12);
  #sumStride = 0;
  /** One bit for each chunk of each row. */
  #touched = new Uint32Array(1 << 8);
  #bitWords = 0;
  #firstRow = 0;
  #lastRow = -1;

  /**
   * Directs the following shapes to an image.
   *
   * @param words one for each pixel of `box`, row by row from the top
   * @param box the image's pixels in the coordinates of the shapes
   * @param clip the part of the box that shapes may change, in whole pixels
   */
  target(words: Uint32Array, { x, y, width }: Box, clip: Bounds): void {
    this.#words = words;
    this.#stride = width;
    this.#x = x;
    this.#y = y;
    this.#clip = clip;
  }

  /** Frees the memory that only large images need. */
  trim(): void {
    this.#words = new Uint32Array();
    if (this.#sums.length > KEPT_SUMS) this.#sums = new Float32Array(1 << 12);
  }

  /** What shapes may paint: whole pixels. */
  get clip(): Bounds {
    return this.#clip;
  }

  /** Starts a shape within these bounds. Returns false, and expects no edges, if none of it is visible. */
  begin(left: number, top: number, right: number, bottom: number): boolean {
    const clip = this.#clip;
    const x0 = Math.floor(left < clip.left ? clip.left : left);
    const y0 = Math.floor(top < clip.top ? clip.top : top);
    const x1 = Math.ceil(right > clip.right ? clip.right : right);
    const y1 = Math.ceil(bottom > clip.bottom ? clip.bottom : bottom);
    // False for NaN too.
    if (!(x1 > x0 && y1 > y0)) return false;
    this.#left = x0;
    this.#top = y0;
    const width = (this.#width = x1 - x0);
    const height = (this.#height = y1 - y0);
    // An edge on the right side writes one sum beyond it.
    const chunks = (width + 1 + CHUNK) >> CHUNK_BITS;
    this.#sumStride = chunks << CHUNK_BITS;
    this.#bitWords = (chunks + 31) >> 5;
    if (this.#sums.length < this.#sumStride * height)
      this.#sums = new Float32Array(Math.max(this.#sumStride * height, Math.min(KEPT_SUMS, 2 * this.#sums.length)));
    if (this.#touched.length < this.#bitWords * height) this.#touched = new Uint32Array(2 * this.#bitWords * height);
    this.#firstRow = height;
    this.#lastRow = -1;
    return true;
  }

  /** Adds one edge of the shape. What lies left of the shape's bounds counts as on its left side. */
  edge(ax: number, ay: number, bx: number, by: number): void {
    const left = this.#left;
    const top = this.#top;
    const width = this.#width;
    const height = this.#height;
    const sign = ay < by ? 1 : -1;
    let x0 = (sign === 1 ? ax : bx) - left;
    let y0 = (sign === 1 ? ay : by) - top;
    let x1 = (sign === 1 ? bx : ax) - left;
    let y1 = (sign === 1 ? by : ay) - top;
    if (!(y1 - y0 > LEAST_HEIGHT) || y1 <= 0 || y0 >= height) return;
    const slope = (x1 - x0) / (y1 - y0);
    if (y0 < 0) {
      x0 -= y0 * slope;
      y0 = 0;
    }
    if (y1 > height) {
      x1 = x0 + (height - y0) * slope;
      y1 = height;
    }
    if (x0 >= 0 && x0 <= width && x1 >= 0 && x1 <= width) {
      this.#add(x0, y0, x1, y1, sign);
      return;
    }
    if (x0 >= width && x1 >= width) return;
    if (x0 <= 0 && x1 <= 0) {
      this.#add(0, y0, 0, y1, sign);
      return;
    }
    this.#addClipped(x0, y0, x1, y1, sign);
  }

  /** Paints the shape, and ends it. */
  fill(color: number): void {
    const sums = this.#sums;
    const touched = this.#touched;
    const words = this.#words;
    const width = this.#width;
    const rgb = color & 0xff_ffff;
    const alpha = color >>> 24;
    const bitWords = this.#bitWords;
    for (let row = this.#firstRow; row <= this.#lastRow; row++) {
      const line = row * this.#sumStride;
      const to = (this.#top + row - this.#y) * this.#stride + this.#left - this.#x;
      let sum = 0;
      let next = 0;
      for (let word = 0; word < bitWords; word++) {
        let bits = touched[row * bitWords + word]!;
        if (bits === 0) continue;
        touched[row * bitWords + word] = 0;
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
          const start = ((word << 5) + bit) << CHUNK_BITS;
          if (start > next) fillSpan(words, to + next, to + start, rgb, alpha, sum);
          const end = start + CHUNK;
          const visible = end < width ? end : width;
          for (let x = start; x < visible; x++) {
            const change = sums[line + x]!;
            if (change !== 0) {
              sum += change;
              sums[line + x] = 0;
            }
            const coverage = sum < 0 ? -sum : sum;
            if (coverage > LEAST_COVERAGE) blendAt(words, to + x, rgb, coverage < 1 ? coverage * alpha : alpha);
          }
          for (let x = start < width ? width : start; x < end; x++) sums[line + x] = 0;
          next = end;
        }
      }
      if (next < width) fillSpan(words, to + next, to + width, rgb, alpha, sum);
    }
  }

  /** Paints a rectangle of whole pixels. */
  fillRect(left: number, top: number, right: number, bottom: number, color: number): void {
    const clip = this.#clip;
    const x0 = Math.max(left, clip.left) - this.#x;
    const x1 = Math.min(right, clip.right) - this.#x;
    const y0 = Math.max(top, clip.top) - this.#y;
    const y1 = Math.min(bottom, clip.bottom) - this.#y;
    if (!(x1 > x0)) return;
    const [rgb, alpha] = [color & 0xff_ffff, color >>> 24];
    for (let y = y0; y < y1; y++) {
      const line = y * this.#stride;
      fillSpan(this.#words, line + x0, line + x1, rgb, alpha, 1);
    }
  }

  /** Paints a square of coverages, 0–255 each, row by row from the top. */
  stamp(coverages: Uint8Array, left: number, top: number, side: number, color: number): void {
    const clip = this.#clip;
    const words = this.#words;
    const x0 = Math.max(left, clip.left);
    const x1 = Math.min(left + side, clip.right);
    const y1 = Math.min(top + side, clip.bottom);
    const rgb = color & 0xff_ffff;
    const share = (color >>> 24) / 255;
    for (let y = Math.max(top, clip.top); y < y1; y++) {
      const from = (y - top) * side - left;
      const to = (y - this.#y) * this.#stride - this.#x;
      for (let x = x0; x < x1; x++) {
        const coverage = coverages[from + x]!;
        if (coverage !== 0) blendAt(words, to + x, rgb, coverage * share);
      }
    }
  }

  /** Splits an edge where it enters or leaves the shape's bounds at their sides. */
  #addClipped(x0: number, y0: number, x1: number, y1: number, sign: number): void {
    const width = this.#width;
    const at = (x: number): number => Math.min(y1, Math.max(y0, y0 + ((x - x0) / (x1 - x0)) * (y1 - y0)));
    const atLeft = x0 < 0 !== x1 < 0 ? at(0) : undefined;
    const atRight = x0 > width !== x1 > width ? at(width) : undefined;
    const goesRight = x1 > x0;
    if (atLeft !== undefined) {
      if (goesRight) this.#add(0, y0, 0, atLeft, sign);
      else this.#add(0, atLeft, 0, y1, sign);
    }
    const enters = (goesRight ? atLeft : atRight) ?? y0;
    const leaves = (goesRight ? atRight : atLeft) ?? y1;
    const clamped = (x: number): number => Math.min(width, Math.max(0, x));
    this.#add(clamped(x0), enters, clamped(x1), leaves, sign);
  }

  /** Adds an edge with y0 ≤ y1 inside of the shape's bounds. */
  #add(x0: number, y0: number, x1: number, y1: number, sign: number): void {
    if (!(y1 > y0)) return;
    const sums = this.#sums;
    const touched = this.#touched;
    const width = this.#width;
    const bitWords = this.#bitWords;
    const stride = this.#sumStride;
    const slope = (x1 - x0) / (y1 - y0);
    const first = Math.floor(y0);
    const last = Math.ceil(y1) - 1;
    if (first < this.#firstRow) this.#firstRow = first;
    if (last > this.#lastRow) this.#lastRow = last;
    let x = x0;
    for (let row = first; row <= last; row++) {
      const isLast = row === last;
      const height = (isLast ? y1 : row + 1) - (row === first ? y0 : row);
      let end = isLast ? x1 : x + slope * height;
      if (end < 0) end = 0;
      else if (end > width) end = width;
      const left = x < end ? x : end;
      const right = x < end ? end : x;
      const d = height * sign;
      const from = Math.floor(left);
      const line = row * stride + from;
      if (right <= from + 1) {
        const moved = d * ((left + right) * 0.5 - from);
        sums[line] += d - moved;
        sums[line + 1] += moved;
      } else {
        // The edge crosses several pixels: a triangle at each end, trapezoids between.
        const to = Math.ceil(right);
        const perPixel = 1 / (right - left);
        const into = 1 - (left - from);
        const beyond = right - to + 1;
        const headArea = 0.5 * perPixel * into * into;
        const tailArea = 0.5 * perPixel * beyond * beyond;
        sums[line] += d * headArea;
        if (to === from + 2) {
          sums[line + 1] += d * (1 - headArea - tailArea);
        } else {
          const second = perPixel * (into + 0.5);
          sums[line + 1] += d * (second - headArea);
          for (let i = 2; i < to - from - 1; i++) sums[line + i] += d * perPixel;
          sums[line + to - from - 1] += d * (1 - (second + (to - from - 3) * perPixel) - tailArea);
        }
        sums[line + to - from] += d * tailArea;
        for (let chunk = (from >> CHUNK_BITS) + 1; chunk < to >> CHUNK_BITS; chunk++)
          touched[row * bitWords + (chunk >> 5)] |= 1 << (chunk & 31);
        const lastChunk = to >> CHUNK_BITS;
        touched[row * bitWords + (lastChunk >> 5)] |= 1 << (lastChunk & 31);
      }
      const chunk = from >> CHUNK_BITS;
      const nextChunk = (from + 1) >> CHUNK_BITS;
      touched[row * bitWords + (chunk >> 5)] |= 1 << (chunk & 31);
      if (nextChunk !== chunk) touched[row * bitWords + (nextChunk >> 5)] |= 1 << (nextChunk & 31);
      x = end;
    }
  }
}

/** Paints words[from…to) with one coverage, which may be negative, and beyond 1. */
function fillSpan(words: Uint32Array, from: number, to: number, rgb: number, alpha: number, sum: number): void {
  const coverage = Math.min(1, Math.abs(sum));
  if (coverage <= LEAST_COVERAGE) return;
  const blended = coverage * alpha;
  if (blended < 254.5) for (let i = from; i < to; i++) blendAt(words, i, rgb, blended);
  else if (to - from > LEAST_FILL) words.fill(0xff00_0000 | rgb, from, to);
  else for (let i = from; i < to; i++) words[i] = 0xff00_0000 | rgb;
}
