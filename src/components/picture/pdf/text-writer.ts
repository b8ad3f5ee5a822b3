import { fontText } from '../font';
import type { Font, Ink, Shape } from '../shapes';
import { addImage } from './image';
import { inkOperator, strokeOperators } from './ink-operators';
import { textString, short, type PdfFile } from './pdf-file';
import type { Resources } from './resources';
import { standardFont, widthOf } from './standard-font';
import { UnseenFonts } from './unseen-fonts';
import { winAnsi, type WinAnsiText } from './win-ansi';

type TextShape = Extract<Shape, { kind: 'text' }>;

/** Pixels per CSS pixel of texts that are images: 768 dots per inch. */
const IMAGE_SCALE = 8;
const MOST_IMAGE_PX = 8192;
/** What a bidirectional algorithm leaves where it is. */
const WITHOUT_ORDER = /^[\p{L}\p{N} ]*$/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/**
 * Writes texts. A script can't read the files of the page's fonts, so a text takes the standard font that is most like
 * its own, as wide as the page shows it. The standard fonts have the characters of Western Europe; any other word is an
 * image of what the page shows, in any script, with the characters in an unseen font above it: they can be searched,
 * selected and copied.
 */
export class TextWriter {
  readonly #file: PdfFile;
  readonly #resources: Resources;
  readonly #unseen: UnseenFonts;
  readonly #context = document.createElement('canvas').getContext('2d')!;

  constructor(file: PdfFile, resources: Resources) {
    this.#file = file;
    this.#resources = resources;
    this.#unseen = new UnseenFonts(file, resources);
  }

  async write(shape: TextShape): Promise<string> {
    const { text, font, isRightToLeft, anchor, x } = shape;
    if (text === '') return '';
    useFont(this.#context, font);
    const { width } = this.#context.measureText(text);
    const isFlipped = isRightToLeft && anchor !== 'middle';
    const part = anchor === 'middle' ? 0.5 : (anchor === 'end') === isFlipped ? 0 : 1;
    let left = x - part * width;
    let operators = '';
    for (const run of runsOf(shape)) {
      const { width: wide } = this.#context.measureText(run.text);
      const place = { text: run.text, left, width: wide };
      operators += run.encoded ? this.#standard(shape, place, run.encoded) : await this.#image(shape, place);
      left += wide;
    }
    return operators;
  }

  #standard(shape: TextShape, { text, left, width }: Place, { codes, isExact }: WinAnsiText): string {
    const { font, y, fill, stroke, strokeWidth } = shape;
    const name = standardFont(font);
    const resource = this.#resources.shared(
      'Font',
      `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
    );
    const spacing = Number.parseFloat(font.letterSpacing) || 0;
    const own = widthOf(name, codes) * font.sizeCss + spacing * codes.length;
    const stretch = own > 0 ? (100 * width) / own : 100;
    const place = `${short(spacing)} Tc ${short(stretch)} Tz 1 0 0 -1 ${short(left)} ${short(y)} Tm`;
    const shown = `BT ${resource} ${short(font.sizeCss)} Tf ${place} <${hexOf(codes)}> Tj ET\n`;
    const outline = stroke && strokeWidth > 0 ? `${strokeOperators(shape, stroke)}1 Tr ${shown}0 Tr\n` : '';
    const operators = outline + (fill ? inkOperator(inkOf(fill).color, 'rg') + shown : '');
    return isExact ? operators : `/Span << /ActualText ${textString(text)} >> BDC\n${operators}EMC\n`;
  }

  async #image(shape: TextShape, { text, left, width }: Place): Promise<string> {
    const { font, y, fill, stroke, strokeWidth, isRightToLeft } = shape;
    const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = this.#context.measureText(text);
    // Glyphs may reach beyond their widths.
    const margin = strokeWidth + font.sizeCss / 2;
    const [widthCss, heightCss] = [width + 2 * margin, up + down + 2 * margin];
    const scale = Math.min(IMAGE_SCALE, MOST_IMAGE_PX / widthCss);
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(widthCss * scale);
    canvas.height = Math.ceil(heightCss * scale);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.scale(scale, scale);
    useFont(context, font);
    context.direction = isRightToLeft ? 'rtl' : 'ltr';
    context.textAlign = 'left';
    context.lineWidth = strokeWidth;
    context.lineJoin = shape.isRound ? 'round' : 'miter';
    const at = [margin, margin + up] as const;
    if (stroke && strokeWidth > 0) {
      context.strokeStyle = stroke.color;
      context.strokeText(text, ...at);
    }
    if (fill) {
      context.fillStyle = inkOf(fill).color;
      context.fillText(text, ...at);
    }
    const name = this.#resources.name('XObject', await addImage(this.#file, canvas));
    const [w, h] = [canvas.width / scale, canvas.height / scale];
    const place = [w, 0, 0, -h, left - margin, y - up - margin + h].map(short).join(' ');
    // Readers expect the characters from left to right.
    const characters = RIGHT_TO_LEFT.test(text) ? [...text].reverse() : [...text];
    const unseen = this.#unseen.show(characters, font.sizeCss, left, y, width);
    return `q ${place} cm ${name} Do Q\n${unseen}`;
  }
}

/** Words of one text that are written in the same way; `encoded` in a standard font, else as an image. */
interface Run {
  readonly text: string;
  readonly encoded: WinAnsiText | null;
}

/** A run between its left and right, in CSS pixels. */
interface Place {
  readonly text: string;
  readonly left: number;
  readonly width: number;
}

/** Whole words, so that no word is in two fonts; the whole text if its order may not be that of its characters. */
function runsOf({ text, isRightToLeft }: TextShape): readonly Run[] {
  if (RIGHT_TO_LEFT.test(text) || (isRightToLeft && !WITHOUT_ORDER.test(text))) return [{ text, encoded: null }];
  const runs: Run[] = [];
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) {
    const before = runs.at(-1);
    const encoded = winAnsi(word);
    if (before && (before.encoded === null) === (encoded === null)) {
      const joined = before.text + word;
      runs[runs.length - 1] = { text: joined, encoded: encoded && winAnsi(joined) };
    } else runs.push({ text: word, encoded });
  }
  return runs;
}

function useFont(context: CanvasRenderingContext2D, font: Font): void {
  context.font = fontText(font);
  context.letterSpacing = font.letterSpacing === 'normal' ? '0px' : font.letterSpacing;
}

/** Texts have one color. */
function inkOf(fill: NonNullable<TextShape['fill']>): Ink {
  return 'stops' in fill ? fill.stops[0]! : fill;
}

function hexOf(codes: readonly number[]): string {
  return codes.map((code) => code.toString(16).padStart(2, '0')).join('');
}
