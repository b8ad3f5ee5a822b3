import {
  defineComponent,
  h,
  shallowRef,
  toRaw,
  type ComponentPublicInstance,
  type ComponentObjectPropsOptions,
  type Prop,
  type VNode,
} from 'vue';
import { AssignedProperties } from '../assigned-properties';
import { attributeText, handlerOf, type ElementDescription } from '../element-description';

/** A prop that the element itself changes: `v-model:NAME` reads its new value from an event. */
export interface Model {
  readonly property: string;
  readonly event: string;
  readonly valueOf: (detail: never) => unknown;
}

/** `element` is the custom element, once it is mounted. */
export type Component<Element, Props, Emits extends Listeners> = new () => ComponentPublicInstance<
  Props,
  { readonly element: Element | null },
  object,
  Record<never, never>,
  Record<never, never>,
  Emits
>;

type Listeners = Record<string, (...values: never[]) => void>;

/**
 * Without this mark, Vue assigns to a property of that name, and an empty text to take it back. Some of its servers do
 * not know the mark.
 */
const AS_ATTRIBUTE = typeof document === 'undefined' ? '' : '^';

/**
 * A component for Vue 3.5: attributes are rendered, on a server, too; objects are assigned to properties, without Vue's
 * proxies. Names of props may be written in camel or kebab case.
 */
export function component<Element extends HTMLElement, Props, Emits extends Listeners>(
  name: string,
  { tag, attributes, properties, events }: ElementDescription,
  models: Readonly<Record<string, Model>> = {},
): Component<Element, Props, Emits> {
  const props: ComponentObjectPropsOptions = {};
  for (const property of [...properties, ...Object.keys(models)]) props[property] = { default: undefined };
  for (const [prop, [, kind]] of Object.entries(attributes)) {
    // Booleans first: `x-grid` alone is on.
    const type = kind === 'flag' ? Boolean : kind === 'text' || kind === 'list' ? null : [Boolean, String];
    props[prop] = { type, default: undefined } as Prop<unknown>;
  }
  const Wrapper = defineComponent({
    name,
    props,
    emits: [...events, ...Object.keys(models).map((model) => `update:${model}`)],
    setup(given: Record<string, unknown>, { emit, expose, slots }) {
      const element = shallowRef<Element | null>(null);
      expose({ element });
      const assigned = new AssignedProperties();
      const listeners = events.map((type) => [
        handlerOf(type),
        (event: CustomEvent): void => {
          // Not the events of elements inside, which bubble.
          if (event.target !== event.currentTarget) return;
          for (const [model, { property, event: own, valueOf }] of Object.entries(models)) {
            if (own !== type) continue;
            const value = valueOf(event.detail as never);
            assigned.reported(property, value);
            emit(`update:${model}`, value);
          }
          emit(type, event);
        },
      ]);
      return (): VNode => {
        const rendered: Record<string, unknown> = Object.fromEntries(listeners);
        for (const [prop, [attribute, kind]] of Object.entries(attributes)) {
          const text = attributeText(kind, given[prop]);
          if (text !== undefined) rendered[AS_ATTRIBUTE + attribute] = text;
        }
        // By property: a model takes the place of the prop.
        const values = new Map(properties.map((property) => [property, toRaw(given[property])]));
        for (const [model, { property }] of Object.entries(models))
          if (given[model] !== undefined) values.set(property, toRaw(given[model]));
        const assign = ({ el }: VNode): void => assigned.assign(el as object, values);
        return h(
          tag,
          { ...rendered, ref: element, onVnodeBeforeMount: assign, onVnodeUpdated: assign },
          slots['default']?.(),
        );
      };
    },
  });
  return Wrapper as never;
}
