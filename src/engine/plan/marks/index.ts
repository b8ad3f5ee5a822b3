import { PikaError } from '../../errors';
import type { Mark } from '../mark';
import { bar } from './bar';
import { area } from './area';
import { density } from './density';
import { line } from './line';
import { point } from './point';
import { rect } from './rect';

const marks: ReadonlyMap<string, Mark> = new Map(
  [bar, line, area, point, rect, density].map((mark) => [mark.name, mark]),
);

/** @throws PikaError `spec/unknown-mark` */
export function markNamed(name: string): Mark {
  const mark = marks.get(name);
  if (mark) return mark;
  throw new PikaError('spec/unknown-mark', {
    subject: 'attribute mark',
    expected: [...marks.keys()].map((known) => `"${known}"`).join(' or '),
    found: `"${name}"`,
    next: 'Choose one of these.',
  });
}

/** The attributes of <pika-plot> that a mark uses; null for an unknown mark. */
export function attributesOf(mark: string): readonly string[] | null {
  return marks.get(mark)?.attributes ?? null;
}
