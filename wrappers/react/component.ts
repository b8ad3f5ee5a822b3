import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type ReactNode,
  type RefAttributes,
  type RefObject,
} from 'react';
import { AssignedProperties } from '../assigned-properties';
import { useRowsCheck } from './repeated-rows';
import { attributeText, handlerOf, type ElementDescription } from '../element-description';

/** Props of every element, except those that it defines itself. */
export type WithHtml<Element, Own> = Own & Omit<HTMLAttributes<Element>, keyof Own>;
export type Component<Element, Own> = ForwardRefExoticComponent<WithHtml<Element, Own> & RefAttributes<Element>>;

/** On a server, React warns about layout effects, which don't run there. */
const useBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** See `PikaElement`: an element with this attribute is as one that left the page. */
const HIDDEN = 'data-pika-hidden';
const NEVER = () => () => undefined;

/**
 * The attributes of an element that React creates, and shows later or never: an Activity may be hidden from the start.
 * Those of a server are shown at once, because its HTML has no hidden parts.
 */
function useHiddenFirst(): Readonly<Record<string, string>> {
  const isCreatedHere = useSyncExternalStore(
    NEVER,
    () => true,
    () => false,
  );
  return useRef(isCreatedHere ? { [HIDDEN]: '' } : {}).current;
}

/** The element takes part in the page only while React shows it. */
function useShown(own: RefObject<HTMLElement | null>): void {
  useBeforePaint(() => {
    const element = own.current!;
    element.removeAttribute(HIDDEN);
    // Either removed, hidden by an Activity, or by a Suspense, which will show the same again.
    return () => element.setAttribute(HIDDEN, 'briefly');
  }, [own]);
  useEffect(() => {
    const element = own.current!;
    return () => element.setAttribute(HIDDEN, '');
  }, [own]);
}

/**
 * A component for React 18 and 19, which treat props of custom elements differently. So React only gets attributes,
 * which it renders on a server, too; properties and listeners are set here, before the browser paints.
 */
export function component<Element extends HTMLElement, Own extends object>(
  name: string,
  description: ElementDescription,
): Component<Element, Own> {
  const handlers = description.events.map((type) => [type, handlerOf(type)] as const);
  const ownProps = new Set([...description.properties, ...handlers.map(([, handler]) => handler)]);
  const Wrapper = forwardRef<Element, Readonly<Record<string, unknown>>>((props, ref) => {
    const own = useRef<Element>(null);
    const assigned = useRef<AssignedProperties>(null);
    const latest = useRef(props);
    const checkRows = useRowsCheck(name);
    useImperativeHandle(ref, () => own.current!, []);
    useBeforePaint(() => {
      latest.current = props;
      if ('data' in props) checkRows(props['data'], props['name']);
      assigned.current ??= new AssignedProperties();
      assigned.current.assign(
        own.current!,
        description.properties.map((property) => [property, props[property]]),
      );
    });
    useBeforePaint(() => {
      const element = own.current!;
      const stop = new AbortController();
      for (const [type, handler] of handlers) {
        const listener = (event: Event): void => {
          const listen = latest.current[handler];
          // Not the events of elements inside, which bubble.
          if (event.target === element && typeof listen === 'function') listen(event);
        };
        element.addEventListener(type, listener, { signal: stop.signal });
      }
      return () => stop.abort();
    }, []);
    useShown(own);
    const rendered = { ...useHiddenFirst(), ...renderedProps(description, ownProps, props) };
    return createElement(description.tag, { ...rendered, ref: own }, props['children'] as ReactNode);
  });
  Wrapper.displayName = name;
  return Wrapper as unknown as Component<Element, Own>;
}

function renderedProps(
  { attributes }: ElementDescription,
  ownProps: ReadonlySet<string>,
  props: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const rendered: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    const attribute = attributes[name];
    if (attribute) rendered[attribute[0]] = attributeText(attribute[1], value);
    // React 18 does not know className on custom elements.
    else if (name === 'className') rendered['class'] = value;
    else if (name !== 'children' && !ownProps.has(name)) rendered[name] = value;
  }
  return rendered;
}
