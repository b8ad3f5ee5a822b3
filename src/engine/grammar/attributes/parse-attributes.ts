import { PikaError } from '../../errors';
import { nearestNames } from '../../nearest-names';
import type { AttributeGroup, Entries, GroupValues } from './attribute-groups';
import { attributesOfGroup, type Attribute, type PlotTexts } from './attributes';

/** @throws PikaError `spec/…` for the first wrong attribute of a group */
export function parseGroup<E extends Entries>(group: AttributeGroup<string, E>, texts: PlotTexts): GroupValues<E> {
  return Object.fromEntries(
    attributesOfGroup(group).map((attribute) => [attribute.key, parseAttribute(attribute, texts[attribute.property])]),
  ) as GroupValues<E>;
}

/**
 * The value of an attribute's text; null if it is left out.
 * @throws PikaError `spec/…`
 */
export function parseAttribute(attribute: Attribute, text: string | null | undefined): unknown {
  if (text == null) return null;
  const { name, type, next } = attribute;
  const value = type.parse(text);
  if (value !== undefined) return value;
  const [nearest] = nearestNames(text.slice(0, 100), type.words ?? [], 1);
  throw new PikaError(attribute.code, {
    subject: `attribute ${name}`,
    expected: type.expected,
    found: `"${text}"`,
    next:
      next ?? (nearest === undefined ? `Write for example ${name}="${type.example}".` : `Did you mean "${nearest}"?`),
  });
}
