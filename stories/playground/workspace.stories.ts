import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { attributes, type Args } from '../attributes';
import { flights } from '../flights';
import { delays, distances } from './playground';

const meta: Meta<Args> = { title: 'Elements/Workspace', component: 'pika-workspace', tags: ['autodocs'] };
export default meta;

/** Drag across a plot, then press Ctrl+Z. The steps are also under Actions. */
export const Workspace: StoryObj<Args> = {
  args: {},
  render: (args) => html`<pika-workspace ${attributes(args)}>${flights()} ${delays()} ${distances()}</pika-workspace>`,
};
