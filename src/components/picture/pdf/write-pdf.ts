import type { Ink, Look, Matrix, Picture, Ramp, Shape } from '../shapes';
import { addImage } from './image';
import { channelsOf, inkOperator, strokeOperators } from './ink-operators';
import { PathOperators } from './path-operators';
import { PdfFile, short, textString } from './pdf-file';
import { Resources } from './resources';
import { TextWriter } from './text-writer';

/** A CSS pixel is 1/96 of an inch, the unit of PDF 1/72. */
const POINTS_PER_CSS = 0.75;

/**
 * A picture as a PDF file of one page that has its size: shapes as vectors, texts as text, the marks as an image. It is
 * written here because no library would be smaller than twenty times this code, and none has the fonts of the page.
 */
export async function pdfBlob(picture: Picture): Promise<Blob> {
  const { widthCss, heightCss, title, description, background, shapes } = picture;
  const file = new PdfFile();
  const page = new PageWriter(file);
  if (background) page.background(widthCss, heightCss, background);
  for (const shape of shapes) await page.shape(shape);
  const [width, height] = [widthCss * POINTS_PER_CSS, heightCss * POINTS_PER_CSS];
  // From now on, y grows downward, in CSS pixels.
  const flip = `${POINTS_PER_CSS} 0 0 ${-POINTS_PER_CSS} 0 ${short(height)} cm\n`;
  const contents = await file.stream('', flip + page.content);
  const resources = await page.resources.write();
  const pages = file.reserve();
  const box = `[0 0 ${short(width)} ${short(height)}]`;
  const kid = file.add(
    `<< /Type /Page /Parent ${pages.at} /MediaBox ${box} /Contents ${contents} /Resources ${resources} >>`,
  );
  pages.fill(`<< /Type /Pages /Kids [${kid}] /Count 1 >>`);
  const root = file.add(
    `<< /Type /Catalog /Pages ${pages.at} /ViewerPreferences << /DisplayDocTitle ${title !== ''} >> >>`,
  );
  const info = file.add(`<< /Title ${textString(title)} /Subject ${textString(description)} /Producer (pika-plot) >>`);
  return file.toBlob(root, info);
}

class PageWriter {
  content = '';
  readonly resources: Resources;
  readonly #file: PdfFile;
  readonly #texts: TextWriter;

  constructor(file: PdfFile) {
    this.#file = file;
    this.resources = new Resources(file);
    this.#texts = new TextWriter(file, this.resources);
  }

  background(widthCss: number, heightCss: number, { color, opacity }: Ink): void {
    this.#inFrame(null, `${this.#opacity(opacity, 1)}${inkOperator(color, 'rg')}0 0 ${widthCss} ${heightCss} re f\n`);
  }

  async shape(shape: Shape): Promise<void> {
    if (shape.kind === 'image') {
      const { canvas, x, y, widthCss, heightCss } = shape;
      const name = this.resources.name('XObject', await addImage(this.#file, canvas));
      // An image has its first row at the top of the unit square.
      this.#inFrame(null, `${[widthCss, 0, 0, -heightCss, x, y + heightCss].map(short).join(' ')} cm ${name} Do\n`);
      return;
    }
    const { fill, stroke } = shape;
    const opacity = this.#opacity(fill ? opacityOf(fill) : 1, stroke?.opacity ?? 1);
    if (shape.kind === 'text') this.#inFrame(shape.matrix, opacity + (await this.#texts.write(shape)));
    else this.#inFrame(shape.matrix, opacity + this.#path(shape));
  }

  #path(shape: Exclude<Shape, { kind: 'image' | 'text' }>): string {
    const path = new PathOperators();
    addTo(path, shape);
    const { fill, stroke, strokeWidth } = shape;
    const isEvenOdd = shape.kind === 'path' && shape.isEvenOdd;
    const filled = !fill
      ? ''
      : 'stops' in fill
        ? `q ${path.text}W n ${this.#shading(fill, shape)} sh Q\n`
        : `${inkOperator(fill.color, 'rg')}${path.text}${isEvenOdd ? 'f*' : 'f'}\n`;
    const outlined = stroke && strokeWidth > 0 ? `${strokeOperators(shape, stroke)}${path.text}S\n` : '';
    return filled + outlined;
  }

  /** A gradient from the left of a rectangle to its right. */
  #shading({ stops }: Ramp, shape: Shape): string {
    const [from, to] = shape.kind === 'rect' ? [shape.x, shape.x + shape.width] : [0, 0];
    const colors = stops.map(({ color }) => `[${channelsOf(color)}]`);
    const pieces = colors
      .slice(1)
      .map((color, i) => `<< /FunctionType 2 /Domain [0 1] /N 1 /C0 ${colors[i]} /C1 ${color} >>`);
    if (pieces.length === 0) pieces.push(`<< /FunctionType 2 /Domain [0 1] /N 1 /C0 ${colors[0]} /C1 ${colors[0]} >>`);
    const bounds = pieces.slice(1).map((_, i) => short((i + 1) / pieces.length));
    const encode = pieces.map(() => '0 1').join(' ');
    const joined = `<< /FunctionType 3 /Domain [0 1] /Functions [${pieces.join(' ')}] /Bounds [${bounds.join(' ')}] /Encode [${encode}] >>`;
    const shading = `<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [${short(from)} 0 ${short(to)} 0] /Function ${joined} /Extend [true true] >>`;
    return this.resources.name('Shading', this.#file.add(shading));
  }

  #opacity(fill: number, stroke: number): string {
    if (fill === 1 && stroke === 1) return '';
    const state = `<< /ca ${short(fill)} /CA ${short(stroke)} >>`;
    return `${this.resources.shared('ExtGState', state)} gs\n`;
  }

  #inFrame(matrix: Matrix, operators: string): void {
    this.content += `q\n${matrix ? `${matrix.map(short).join(' ')} cm\n` : ''}${operators}Q\n`;
  }
}

function addTo(path: PathOperators, shape: Exclude<Shape, { kind: 'image' | 'text' }>): void {
  switch (shape.kind) {
    case 'line':
      path.move(shape.x1, shape.y1);
      path.line(shape.x2, shape.y2);
      break;
    case 'rect':
      path.rect(shape.x, shape.y, shape.width, shape.height, shape.radius);
      break;
    case 'circle':
      path.circle(shape.cx, shape.cy, shape.r);
      break;
    case 'path':
      path.svg(shape.d);
      break;
  }
}

/** The stops of a gradient share one opacity: the legends of plots have opaque ones. */
function opacityOf(fill: NonNullable<Look['fill']>): number {
  if (!('stops' in fill)) return fill.opacity;
  return fill.stops.reduce((sum, { opacity }) => sum + opacity, 0) / Math.max(1, fill.stops.length);
}
