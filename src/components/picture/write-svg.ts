import type { Font, Look, Matrix, Picture, Ramp, Shape } from './shapes';
import { xmlText } from './xml-text';

const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | null>>;

/**
 * A picture as a standalone SVG document: shapes and texts with attributes, no styles, and the marks as an embedded
 * PNG. The browser writes the XML, so no text of the page can become markup.
 */
export function svgText({ widthCss, heightCss, title, description, background, shapes }: Picture): string {
  const writer = new Writer();
  const { root } = writer;
  const size = { width: widthCss, height: heightCss };
  set(root, { ...size, viewBox: `0 0 ${widthCss} ${heightCss}`, role: 'img' });
  if (title) writer.add('title', {}, title);
  if (description) writer.add('desc', {}, description);
  if (background)
    writer.add('rect', { ...size, fill: background.color, 'fill-opacity': unlessOne(background.opacity) });
  for (const shape of shapes) writer.shape(shape);
  return new XMLSerializer().serializeToString(root);
}

class Writer {
  readonly #document = document.implementation.createDocument(SVG, 'svg', null);
  readonly root = this.#document.documentElement;
  #ramps = 0;

  add(name: string, attributes: Attributes, text = '', parent: Element = this.root): Element {
    const element = this.#document.createElementNS(SVG, name);
    set(element, attributes);
    if (text) element.textContent = xmlText(text);
    parent.append(element);
    return element;
  }

  shape(shape: Shape): void {
    if (shape.kind === 'image') {
      const { canvas, x, y, widthCss: width, heightCss: height } = shape;
      this.add('image', { x, y, width, height, href: canvas.toDataURL(), preserveAspectRatio: 'none' });
      return;
    }
    const look = { ...this.#lookOf(shape), transform: transformOf(shape.matrix) };
    switch (shape.kind) {
      case 'line': {
        const { x1, y1, x2, y2 } = shape;
        this.add('line', { x1, y1, x2, y2, ...look });
        break;
      }
      case 'rect': {
        const { x, y, width, height, radius } = shape;
        this.add('rect', { x, y, width, height, rx: radius || null, ...look });
        break;
      }
      case 'circle': {
        const { cx, cy, r } = shape;
        this.add('circle', { cx, cy, r, ...look });
        break;
      }
      case 'path':
        this.add('path', { d: shape.d, 'fill-rule': shape.isEvenOdd ? 'evenodd' : null, ...look });
        break;
      case 'text': {
        const { x, y, anchor, isRightToLeft, font, stroke, text } = shape;
        const own = {
          x,
          y,
          'text-anchor': anchor === 'start' ? null : anchor,
          direction: isRightToLeft ? 'rtl' : null,
          'paint-order': stroke ? 'stroke' : null,
        };
        this.add('text', { ...own, ...fontAttributes(font), ...look }, text);
        break;
      }
    }
  }

  #lookOf({ fill, stroke, strokeWidth, isRound }: Look): Attributes {
    const isRamp = fill !== null && 'stops' in fill;
    return {
      fill: isRamp ? `url(#${this.#addRamp(fill)})` : (fill?.color ?? 'none'),
      'fill-opacity': isRamp || !fill ? null : unlessOne(fill.opacity),
      ...(stroke &&
        strokeWidth > 0 && {
          stroke: stroke.color,
          'stroke-opacity': unlessOne(stroke.opacity),
          'stroke-width': unlessOne(strokeWidth),
          'stroke-linejoin': isRound ? 'round' : null,
        }),
    };
  }

  #addRamp({ stops }: Ramp): string {
    const id = `ramp-${++this.#ramps}`;
    const gradient = this.add('linearGradient', { id });
    for (const [i, { color, opacity }] of stops.entries()) {
      const offset = i / Math.max(1, stops.length - 1);
      this.add('stop', { offset, 'stop-color': color, 'stop-opacity': unlessOne(opacity) }, '', gradient);
    }
    return id;
  }
}

function fontAttributes({ style, weight, sizeCss, family, letterSpacing, numeric }: Font): Attributes {
  return {
    'font-family': family,
    'font-size': sizeCss,
    'font-weight': weight === '400' ? null : weight,
    'font-style': style === 'normal' ? null : style,
    'letter-spacing': letterSpacing === 'normal' ? null : letterSpacing,
    'font-variant': numeric === 'normal' ? null : numeric,
  };
}

function transformOf(matrix: Matrix): string | null {
  return matrix && `matrix(${matrix.map(short).join(' ')})`;
}

/** Null leaves an attribute out, which has this default. */
function unlessOne(value: number): number | null {
  return value === 1 ? null : value;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) continue;
    element.setAttribute(name, typeof value === 'number' ? short(value) : xmlText(value));
  }
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
