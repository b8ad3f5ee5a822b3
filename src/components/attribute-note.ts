import { nearestNames } from '../engine/index';
import { isForeignAttribute } from './foreign-attribute';

/** The current use of an element's attributes. */
export interface AttributeUse {
  /** The element's attributes. */
  readonly known: readonly string[];
  /** Those that currently have no effect, and why: `with mark="bar"`. */
  readonly unused: Readonly<Record<string, string>>;
  /** Attributes that the element ignores, but the plot around it reads. */
  readonly ofPlot?: readonly string[];
  /** Other remarks, as sentences. */
  readonly remarks?: readonly string[];
}

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

/** What is wrong with an attribute; nothing if it is right, or not one of ours. */
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
