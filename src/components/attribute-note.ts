import { nearestNames } from '../engine/index';
import type { AttributeUse } from './controllers/attribute-controller';
import { isForeignAttribute } from './foreign-attribute';

/** Alternatives to attributes that authors may expect. */
const INSTEAD: Readonly<Record<string, string>> = {
  color: 'the CSS property --pika-accent',
  fill: 'the CSS property --pika-accent',
  stroke: 'the CSS property --pika-accent',
  scheme: 'the CSS property --pika-ramp',
  ramp: 'the CSS property --pika-ramp',
  width: 'CSS',
  height: 'CSS',
};

/** What is wrong with an attribute; nothing if it is right, or none of ours. */
export function attributeNote(name: string, { known, unused, ofPlot = [] }: AttributeUse): readonly string[] {
  if (known.includes(name))
    return unused[name] === undefined ? [] : [`The attribute "${name}" has no effect ${unused[name]}.`];
  if (isForeignAttribute(name)) return [];
  if (ofPlot.includes(name)) return [`The attribute "${name}" has no effect here: write it on the <pika-plot>.`];
  const [near] = nearestNames(
    name,
    known.filter((other) => unused[other] === undefined),
    1,
  );
  const instead = INSTEAD[name];
  return [`There is no attribute "${name}".${instead ? ` Use ${instead}.` : near ? ` Did you mean "${near}"?` : ''}`];
}
