import { short } from './pdf-file';

/** How far the handles of a curve are from its ends, for a quarter of a circle of radius 1. */
const QUARTER = 0.5523;
const COUNTS: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
const TOKENS = /([a-z])|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** Operators of PDF that build a path. */
export class PathOperators {
  #text = '';

  get text(): string {
    return this.#text;
  }

  move(x: number, y: number): void {
    this.#add([x, y], 'm');
  }

  line(x: number, y: number): void {
    this.#add([x, y], 'l');
  }

  curve(...points: readonly [number, number, number, number, number, number]): void {
    this.#add(points, 'c');
  }

  close(): void {
    this.#add([], 'h');
  }

  rect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, Math.abs(width) / 2, Math.abs(height) / 2);
    if (!(r > 0)) return this.#add([x, y, width, height], 're');
    const [right, bottom, k] = [x + width, y + height, r * (1 - QUARTER)];
    this.move(x + r, y);
    this.line(right - r, y);
    this.curve(right - k, y, right, y + k, right, y + r);
    this.line(right, bottom - r);
    this.curve(right, bottom - k, right - k, bottom, right - r, bottom);
    this.line(x + r, bottom);
    this.curve(x + k, bottom, x, bottom - k, x, bottom - r);
    this.line(x, y + r);
    this.curve(x, y + k, x + k, y, x + r, y);
    this.close();
  }

  /** The text of a path in SVG. Stops at what it can't read, as browsers do. */
  svg(d: string): void {
    const tokens = d.match(TOKENS) ?? [];
    let [x, y, startX, startY] = [0, 0, 0, 0];
    /** The last handle of the curve before, which S and T mirror. */
    let handle: Handle | null = null;
    let command = '';
    for (let i = 0; i < tokens.length;) {
      if (/[a-z]/i.test(tokens[i]!)) command = tokens[i++]!;
      // More pairs after a move are lines.
      else if (command === 'M') command = 'L';
      else if (command === 'm') command = 'l';
      const kind = command.toUpperCase();
      const count = COUNTS[kind];
      const values = tokens.slice(i, i + (count ?? 0)).map(Number);
      if (count === undefined || values.length < count || values.some(Number.isNaN)) return;
      if (count === 0 && i < tokens.length && !/[a-z]/i.test(tokens[i]!)) return;
      i += count;
      const isRelative = command !== kind;
      const at = (n: number): number => values[n]! + (isRelative ? (n % 2 === 0 ? x : y) : 0);
      const mirrored = (of: string): readonly [number, number] =>
        handle?.of === of ? [2 * x - handle.x, 2 * y - handle.y] : [x, y];
      let next: Handle | null = null;
      switch (kind) {
        case 'M':
          [x, y] = [startX, startY] = [at(0), at(1)];
          this.move(x, y);
          break;
        case 'L':
          [x, y] = [at(0), at(1)];
          this.line(x, y);
          break;
        case 'H':
          x = values[0]! + (isRelative ? x : 0);
          this.line(x, y);
          break;
        case 'V':
          y = values[0]! + (isRelative ? y : 0);
          this.line(x, y);
          break;
        case 'C':
        case 'S': {
          const shift = kind === 'C' ? 2 : 0;
          const [x1, y1] = kind === 'C' ? [at(0), at(1)] : mirrored('C');
          const [x2, y2, endX, endY] = [at(shift), at(shift + 1), at(shift + 2), at(shift + 3)];
          this.curve(x1, y1, x2, y2, endX, endY);
          next = { x: x2, y: y2, of: 'C' };
          [x, y] = [endX, endY];
          break;
        }
        case 'Q':
        case 'T': {
          const [qx, qy] = kind === 'Q' ? [at(0), at(1)] : mirrored('Q');
          const [endX, endY] = kind === 'Q' ? [at(2), at(3)] : [at(0), at(1)];
          const toward = (from: number, to: number): number => from + (2 / 3) * (to - from);
          this.curve(toward(x, qx), toward(y, qy), toward(endX, qx), toward(endY, qy), endX, endY);
          next = { x: qx, y: qy, of: 'Q' };
          [x, y] = [endX, endY];
          break;
        }
        case 'A': {
          const [endX, endY] = [values[5]! + (isRelative ? x : 0), values[6]! + (isRelative ? y : 0)];
          const [rx, ry, turn, isLarge, isSweep] = values as [number, number, number, number, number];
          this.#arc({ x, y }, { x: endX, y: endY }, rx, ry, (turn * Math.PI) / 180, isLarge !== 0, isSweep !== 0);
          [x, y] = [endX, endY];
          break;
        }
        case 'Z':
          this.close();
          [x, y] = [startX, startY];
          break;
      }
      handle = next;
    }
  }

  circle(cx: number, cy: number, r: number): void {
    this.rect(cx - r, cy - r, 2 * r, 2 * r, r);
  }

  /** An arc of an ellipse between two points, as SVG defines it, in curves of a quarter at most. */
  #arc(from: Point, to: Point, rx: number, ry: number, turn: number, isLarge: boolean, isSweep: boolean): void {
    let [a, b] = [Math.abs(rx), Math.abs(ry)];
    if (a === 0 || b === 0) return this.line(to.x, to.y);
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const [dx, dy] = [(from.x - to.x) / 2, (from.y - to.y) / 2];
    const [x, y] = [cos * dx + sin * dy, cos * dy - sin * dx];
    const reach = (x / a) ** 2 + (y / b) ** 2;
    if (reach === 0) return;
    // An ellipse that is too small grows until it reaches both points.
    if (reach > 1) [a, b] = [a * Math.sqrt(reach), b * Math.sqrt(reach)];
    const scale = (isLarge === isSweep ? -1 : 1) * Math.sqrt(Math.max(0, 1 / Math.min(reach, 1) - 1));
    const [cx, cy] = [(scale * a * y) / b, (-scale * b * x) / a];
    const angleOf = (px: number, py: number): number => Math.atan2((py - cy) / b, (px - cx) / a);
    const begin = angleOf(x, y);
    let sweep = angleOf(-x, -y) - begin;
    if (isSweep && sweep < 0) sweep += 2 * Math.PI;
    if (!isSweep && sweep > 0) sweep -= 2 * Math.PI;
    const place = (px: number, py: number): readonly [number, number] => {
      const [ex, ey] = [cx + a * px, cy + b * py];
      return [cos * ex - sin * ey + (from.x + to.x) / 2, sin * ex + cos * ey + (from.y + to.y) / 2];
    };
    const pieces = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
    const step = sweep / pieces;
    const k = (4 / 3) * Math.tan(step / 4);
    for (let i = 0; i < pieces; i++) {
      const [t, u] = [begin + i * step, begin + (i + 1) * step];
      const [ct, st, cu, su] = [Math.cos(t), Math.sin(t), Math.cos(u), Math.sin(u)];
      this.curve(...place(ct - k * st, st + k * ct), ...place(cu + k * su, su - k * cu), ...place(cu, su));
    }
  }

  #add(values: readonly number[], operator: string): void {
    this.#text += `${[...values.map(short), operator].join(' ')}\n`;
  }
}

/** A handle of a curve, and the command that drew it. */
interface Handle extends Point {
  readonly of: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
