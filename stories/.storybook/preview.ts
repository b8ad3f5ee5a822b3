import type { ArgTypes, Preview } from '@storybook/web-components-vite';
import { withActions } from 'storybook/actions/decorator';
import { combineParameters } from 'storybook/preview-api';
import '../../src/index';
import '../../src/pika-plot.css';
import { loadMarks, markNamed } from '../../src/engine/plan/marks/index';
import { MARK_NAMES } from '../../src/engine/grammar/mark-name';
import { argTypesOf } from '../controls/arg-types';
import { elementNamed, elements } from '../controls/elements';
import { htmlText } from '../controls/html-text';
import './preview.css';
import { globalTypes, initialGlobals, withToolbar } from './toolbar';

await loadMarks(MARK_NAMES);

interface Parameters {
  /** Of pages about one mark: leaves out the attributes that it does not use. */
  readonly mark?: (typeof MARK_NAMES)[number];
  /** Attributes of other elements of the story, by tag. */
  readonly alsoOf?: Readonly<Record<string, readonly string[]>>;
}

/** The rows of a story's table, with its controls. */
function argTypesFor(tag: string, { mark, alsoOf = {} }: Parameters): ArgTypes {
  const used = mark && new Set(markNamed(mark).attributes);
  const own = elementNamed(tag);
  return {
    ...(own && argTypesOf(own, (attribute) => !used || used.has(attribute))),
    ...Object.fromEntries(
      Object.entries(alsoOf).flatMap(([other, names]) => {
        const rows = argTypesOf(elementNamed(other)!);
        return names.map((name) => [name, { ...rows[name], table: { ...rows[name]!.table, category: `<${other}>` } }]);
      }),
    ),
  };
}

const preview: Preview = {
  globalTypes,
  initialGlobals,
  decorators: [withActions, withToolbar],
  argTypesEnhancers: [
    ({ component, parameters, argTypes }) =>
      combineParameters(argTypesFor(String(component), parameters as Parameters), argTypes),
  ],
  parameters: {
    layout: 'padded',
    controls: { expanded: true, disableSaveFromUI: true },
    actions: { handles: [...new Set(elements.flatMap(({ events = [] }) => events.map(({ name }) => name)))] },
    options: { storySort: { order: ['Your own file', 'Playground', 'Elements', 'Marks', 'Selections'] } },
    docs: {
      codePanel: true,
      // Tables come from the enhancer above.
      extractArgTypes: () => null,
      extractComponentDescription: (tag: string) => elementNamed(tag)?.description,
      source: { transform: (html: string) => htmlText(html) },
    },
  },
};

export default preview;
