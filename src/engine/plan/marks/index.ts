import { MARK_NAMES, type MarkName } from '../../grammar/mark-name';
import type { Mark } from '../mark';
import { arc } from './arc';
import { area } from './area';
import { bar } from './bar';
import { box } from './box';
import { density } from './density';
import { line } from './line';
import { point } from './point';
import { rect } from './rect';
import { rule } from './rule';
import { text } from './text';
import { tick } from './tick';

const marks: Readonly<Record<MarkName, Mark>> = { bar, line, area, point, rect, rule, tick, text, arc, box, density };

export function markNamed(name: MarkName): Mark {
  return marks[name];
}

/** The attributes of <pika-plot> that a mark uses; null for an unknown mark. */
export function attributesOf(mark: string): readonly string[] | null {
  const name = MARK_NAMES.find((known) => known === mark.trim().toLowerCase());
  return name ? marks[name].attributes : null;
}
