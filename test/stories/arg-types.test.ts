/** Controls of the playground, from what the custom-elements manifest says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PLOT_ATTRIBUTES } from '../../src/engine/grammar/attributes/attributes';
import { SCHEME_NAMES } from '../../src/engine/scales/color/schemes';
import { attributeText } from '../../stories/attributes';
import { argTypesOf } from '../../stories/controls/arg-types';
import type { ElementDescription } from '../../stories/controls/element-description';

const attribute = (name: string, text: string, description = ''): object => ({ name, type: { text }, description });
const element = {
  name: 'PikaPlot',
  tagName: 'pika-plot',
  attributes: [
    attribute('legend', '"on"|"off"'),
    attribute('zoom', '""|"x"|"y"|"xy"'),
    attribute(
      'x-scale',
      '"linear"|"log"|"time"|"band"|string',
      'scale of x; default: that of the column; others: none',
    ),
    attribute('color-scheme', 'string'),
    attribute('x', 'string'),
    attribute('inner-radius', 'number'),
    attribute('stroke-width', 'number'),
    attribute('skip', 'string|number'),
    attribute('pick', 'boolean'),
    attribute('params', 'object'),
    attribute('label', 'string'),
  ],
  members: [
    { kind: 'field', name: 'legend', type: { text: 'string' } },
    { kind: 'field', name: 'spec', type: { text: 'PlotJson' } },
    { kind: 'method', name: 'select', parameters: [{ name: 'ranges', optional: true }] },
  ],
  events: [{ name: 'pika-select', description: 'the selection changed' }],
  cssProperties: [
    { name: '--pika-accent', syntax: '<color>' },
    { name: '--pika-ramp', syntax: '<custom-ident>' },
    { name: '--pika-font', syntax: '<family-name>' },
  ],
  cssParts: [{ name: 'legend' }],
} as unknown as ElementDescription;

const rows = argTypesOf(element);
const controlOf = (name: string): unknown => rows[name]?.control;

describe('the controls of an element', () => {
  it('offer the choices of an attribute, and its default', () => {
    assert.deepEqual(rows['legend']!.options, [undefined, 'on', 'off']);
    assert.equal((controlOf('legend') as { type: string }).type, 'inline-radio');
    assert.deepEqual(rows['zoom']!.options, [undefined, '', 'x', 'y', 'xy']);
    assert.equal((controlOf('zoom') as { type: string }).type, 'select');
  });

  it('offer the known choices where another text is possible, and where the list is long', () => {
    assert.deepEqual(rows['x-scale']!.options, [undefined, 'linear', 'log', 'time', 'band']);
    assert.deepEqual(rows['color-scheme']!.options, [undefined, ...SCHEME_NAMES]);
    assert.ok((rows['--pika-ramp']!.options as string[]).includes('viridis'));
  });

  it('are a range for a fraction, and a number within its bounds', () => {
    assert.deepEqual(controlOf('inner-radius'), { type: 'range', min: 0, max: 1, step: 0.01 });
    assert.deepEqual(controlOf('stroke-width'), { type: 'number', min: 0, max: 100 });
    assert.deepEqual(controlOf('skip'), { type: 'number' });
  });

  it('are a switch, JSON, a color or a text', () => {
    const kinds = ['pick', 'params', '--pika-accent', '--pika-font', 'x', 'label'].map(controlOf);
    assert.deepEqual(
      kinds,
      ['boolean', 'object', 'color', 'text', 'text', 'text'].map((type) => ({ type })),
    );
  });

  it('are grouped, with the default that the description names', () => {
    const categories = ['x', 'x-scale', 'inner-radius', '--pika-accent'].map((name) => rows[name]!.table!.category);
    assert.deepEqual(categories, ['Channels', 'Scales', 'Mark', 'Custom properties']);
    assert.equal(rows['x-scale']!.table!.defaultValue!.summary, 'that of the column');
    assert.equal(rows['legend']!.table!.defaultValue, undefined);
  });

  it('leave out attributes that a mark does not use, and describe everything else in words', () => {
    const some = argTypesOf(element, (name) => name === 'x');
    assert.deepEqual(
      Object.keys(some).filter((name) => !name.startsWith('--')),
      ['x', 'Properties: spec', 'Methods: select', 'Events: pika-select', 'Parts: legend'],
    );
    assert.equal(some['Methods: select']!.table!.type!.summary, '(ranges?): void');
    assert.deepEqual(some['Events: pika-select']!.control, { disable: true });
  });
});

describe('the text of an attribute', () => {
  it('is JSON for a list, empty for true, and none for false or nothing', () => {
    assert.deepEqual([[1, 2], true, false, undefined, null, '', 0].map(attributeText), [
      '[1,2]',
      '',
      null,
      null,
      null,
      '',
      '0',
    ]);
  });
});

describe('the manifest', () => {
  it('has the choices of each attribute that takes a word', async () => {
    const { readFile } = await import('node:fs/promises');
    const sources = await Promise.all(
      ['plot', 'mark'].map((name) => readFile(`src/components/pika-${name}/pika-${name}.ts`, 'utf8')),
    );
    for (const { name, type } of PLOT_ATTRIBUTES)
      for (const source of sources) {
        const text = new RegExp(`@attr \\{(.+?)\\} ${name} `).exec(source)?.[1];
        if (!text || !type.words || name === 'zoom') continue;
        const words = text.split('|').flatMap((word) => /^"(.*)"$/.exec(word)?.[1] ?? []);
        assert.deepEqual(words.toSorted(), [...type.words].sort(), `${name}: ${text}`);
      }
  });
});
