import type { Preview } from '@storybook/web-components-vite';
import '../../src/index';

const preview: Preview = { parameters: { layout: 'padded', controls: { expanded: true } } };

export default preview;
