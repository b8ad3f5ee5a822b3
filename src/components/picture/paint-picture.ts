import { fontText } from './font';
import type { Ink, Look, Picture, Ramp, Shape } from './shapes';

/**
 * Paints a picture on a new canvas. It is painted directly, not by drawing the SVG as an image: an image has none of
 * the page's web fonts, a policy may forbid its address, and some browsers let no pixels of such a canvas be read.
 */
export function paintPicture({ widthCss, heightCss, background, shapes }: Picture, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(widthCss * scale);
  canvas.height = Math.round(heightCss * scale);
  const context = canvas.getContext('2d')!;
  if (background) {
    use(context, 'fillStyle', background);
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  for (const shape of shapes) {
    context.save();
    context.scale(scale, scale);
    paintShape(context, shape);
    context.restore();
  }
  return canvas;
}

const ALIGN = { start: 'left', middle: 'center', end: 'right' } as const;

function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  if (shape.kind === 'image') {
    const { canvas, x, y, widthCss, heightCss } = shape;
    context.drawImage(canvas, x, y, widthCss, heightCss);
    return;
  }
  if (shape.matrix) context.transform(...shape.matrix);
  context.lineWidth = shape.strokeWidth;
  context.lineJoin = shape.isRound ? 'round' : 'miter';
  if (shape.kind === 'text') {
    paintText(context, shape);
    return;
  }
  const path = pathOf(shape);
  const [from, to] = shape.kind === 'rect' ? [shape.x, shape.x + shape.width] : [0, 0];
  paint(context, shape.fill, 'fillStyle', [from, to], () =>
    context.fill(path, shape.kind === 'path' && shape.isEvenOdd ? 'evenodd' : 'nonzero'),
  );
  if (shape.strokeWidth > 0) paint(context, shape.stroke, 'strokeStyle', [from, to], () => context.stroke(path));
}

/** The outline is behind the text. */
function paintText(context: CanvasRenderingContext2D, shape: Extract<Shape, { kind: 'text' }>): void {
  const { text, x, y, anchor, isRightToLeft, font, fill, stroke, strokeWidth } = shape;
  context.font = fontText(font);
  if (font.letterSpacing !== 'normal') context.letterSpacing = font.letterSpacing;
  context.direction = isRightToLeft ? 'rtl' : 'ltr';
  // In SVG, a text that runs to the left starts at its right.
  const isFlipped = isRightToLeft && anchor !== 'middle';
  context.textAlign = isFlipped ? (anchor === 'start' ? 'right' : 'left') : ALIGN[anchor];
  if (strokeWidth > 0) paint(context, stroke, 'strokeStyle', [x, x], () => context.strokeText(text, x, y));
  paint(context, fill, 'fillStyle', [x, x], () => context.fillText(text, x, y));
}

function paint(
  context: CanvasRenderingContext2D,
  ink: Look['fill'],
  style: 'fillStyle' | 'strokeStyle',
  [from, to]: readonly [from: number, to: number],
  draw: () => void,
): void {
  if (!ink) return;
  if ('stops' in ink) {
    context.globalAlpha = 1;
    context[style] = gradient(context, ink, from, to);
  } else use(context, style, ink);
  draw();
}

function use(context: CanvasRenderingContext2D, style: 'fillStyle' | 'strokeStyle', { color, opacity }: Ink): void {
  context[style] = color;
  context.globalAlpha = opacity;
}

function gradient(context: CanvasRenderingContext2D, { stops }: Ramp, from: number, to: number): CanvasGradient {
  const made = context.createLinearGradient(from, 0, to, 0);
  for (const [i, { color, opacity }] of stops.entries())
    made.addColorStop(i / Math.max(1, stops.length - 1), `${color}${hex(opacity)}`);
  return made;
}

function hex(opacity: number): string {
  return Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
}

function pathOf(shape: Exclude<Shape, { kind: 'image' | 'text' }>): Path2D {
  if (shape.kind === 'path') return new Path2D(shape.d);
  const path = new Path2D();
  switch (shape.kind) {
    case 'line':
      path.moveTo(shape.x1, shape.y1);
      path.lineTo(shape.x2, shape.y2);
      break;
    case 'rect':
      path.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
      break;
    case 'circle':
      path.arc(shape.cx, shape.cy, shape.r, 0, 2 * Math.PI);
      break;
  }
  return path;
}
