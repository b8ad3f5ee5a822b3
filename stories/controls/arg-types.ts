import type { ArgTypes, InputType } from 'storybook/internal/types';
import type { Described, ElementDescription, Member, Typed } from './element-description';
import { groupOfAttribute, kindOfAttribute, kindOfCustomProperty, type ValueKind } from './value-kind';

/**
 * The rows of an element's table: a control for each attribute and custom property, and a description of everything
 * else. Leaves out attributes that `has` rejects.
 */
export function argTypesOf(element: ElementDescription, has: (attribute: string) => boolean = () => true): ArgTypes {
  const { attributes = [], members = [], events = [], slots = [], cssProperties = [], cssParts = [] } = element;
  const mirrored = new Set(attributes.map(({ name }) => camelCase(name)));
  const others = members.filter(({ name, static: isStatic }) => !isStatic && !mirrored.has(name));
  const hasGroups = ['pika-plot', 'pika-mark'].includes(element.tagName);
  const isField = ({ kind }: Member): boolean => kind === 'field';
  return Object.fromEntries([
    ...attributes
      .filter(({ name }) => has(name))
      .map((one) =>
        control(one, (hasGroups && groupOfAttribute(one.name)) || 'Attributes', kindOfAttribute(one), one.type?.text),
      ),
    ...cssProperties.map((one) => control(one, 'Custom properties', kindOfCustomProperty(one), one.syntax)),
    ...others.filter(isField).map((one) => row(one, 'Properties', typeText(one))),
    ...others.filter((one) => !isField(one)).map((one) => row(one, 'Methods', signature(one))),
    ...events.map((one) => row(one, 'Events', typeText(one))),
    ...slots.map((one) => row(one, 'Slots')),
    ...cssParts.map((one) => row(one, 'Parts')),
  ]);
}

type Row = readonly [key: string, row: InputType];

function control(described: Described, category: string, kind: ValueKind, type: string | undefined): Row {
  return [described.name, { ...texts(described, category, type), ...controlOf(kind) }];
}

/** Keys are unique in a table, and a part may have the name of an attribute. */
function row(described: Described, category: string, type?: string): Row {
  return [`${category}: ${described.name}`, { ...texts(described, category, type), control: { disable: true } }];
}

function texts({ name, description = '' }: Described, category: string, type: string | undefined): InputType {
  const initial = /\bdefault:? (.+?)(?:;|$)/.exec(description)?.[1]?.replaceAll('`', '');
  return {
    name,
    description,
    table: {
      category,
      ...(type && { type: { summary: type.replaceAll('|', ' | ') } }),
      ...(initial && { defaultValue: { summary: initial } }),
    },
  };
}

/** Up to this many choices are radio buttons. */
const MOST_RADIOS = 3;
const UNSET = 'default';

function controlOf(kind: ValueKind): InputType {
  switch (kind.kind) {
    case 'flag':
      return { type: { name: 'boolean' }, control: { type: 'boolean' } };
    case 'choice': {
      const { choices } = kind;
      // An option without a value returns to the default; an attribute without a value is an option, too.
      const labels = { undefined: UNSET, '': 'no value' };
      const type = choices.length > MOST_RADIOS ? 'select' : 'inline-radio';
      return {
        type: { name: 'enum', value: [...choices] },
        options: [undefined, ...choices],
        control: { type, labels },
      };
    }
    case 'number': {
      const { min, max } = kind;
      const isFraction = min !== undefined && max !== undefined && max - min <= 1;
      return {
        type: { name: 'number' },
        control: isFraction
          ? { type: 'range', min, max, step: 0.01 }
          : { type: 'number', ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
      };
    }
    case 'json':
      return { control: { type: 'object' } };
    case 'color':
      return { type: { name: 'string' }, control: { type: 'color' } };
    case 'text':
      return { type: { name: 'string' }, control: { type: 'text' } };
  }
}

const typeText = ({ type }: Typed): string | undefined => type?.text;

function signature({ parameters = [], return: returned }: Member): string {
  const names = parameters.map(({ name, optional }) => `${name}${optional ? '?' : ''}`);
  return `(${names.join(', ')}): ${returned?.type.text ?? 'void'}`;
}

const camelCase = (name: string): string => name.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
