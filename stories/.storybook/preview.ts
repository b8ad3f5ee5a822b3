import type { Preview } from '@storybook/web-components-vite';
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

/** Of pages about one mark, the parameter `mark` leaves out the attributes that it does not use. */
interface Parameters {
  readonly mark?: (typeof MARK_NAMES)[number];
}

const preview: Preview = {
  globalTypes,
  initialGlobals,
  decorators: [withActions, withToolbar],
  argTypesEnhancers: [
    ({ component, parameters, argTypes }) => {
      const element = elementNamed(String(component));
      if (!element) return argTypes;
      const { mark } = parameters as Parameters;
      const used = mark && new Set(markNamed(mark).attributes);
      return combineParameters(
        argTypesOf(element, (attribute) => !used || used.has(attribute)),
        argTypes,
      );
    },
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
