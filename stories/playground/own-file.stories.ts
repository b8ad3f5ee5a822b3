import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { Args } from '../attributes';
import { OwnFile as OwnFileElement } from './own-file';
import './own-file.css';

if (!customElements.get('own-file')) customElements.define('own-file', OwnFileElement);

/** The page has controls of its own for these. */
const OWN = ['from', 'mark', 'x', 'y', 'color', 'size', 'brush'];

const meta: Meta<Args> = {
  title: 'Your own file',
  component: 'pika-plot',
  parameters: { controls: { exclude: OWN }, docs: { codePanel: false } },
};
export default meta;

/** A CSV, Parquet, Arrow or JSON file: its rows, and a plot of its columns. It does not leave the browser. */
export const OwnFile: StoryObj<Args> = {
  name: 'Your own file',
  args: {},
  render: (args) => html`<own-file .args=${args}></own-file>`,
};
