/// <reference types="mocha" />
import type { PikaInput, PikaSelection } from '../../src/index';

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const clause = (predicate: string) => ({ kind: 'sql', from: 'rows', predicate }) as const;

describe('a value assigned early', () => {
  it('is kept if the element is not defined yet, and so is a value assigned later', async () => {
    const selection = Object.assign(document.createElement('pika-selection'), {
      name: 'one',
      value: [clause('x > 1')],
    }) as PikaSelection;
    const input = Object.assign(document.createElement('pika-input'), { name: 'least', value: 3 }) as PikaInput;
    document.body.append(selection, input);
    const { configure } = await import('../../src/index');
    await configure({ backend: 'cpu' });
    await Promise.all([selection.updateComplete, input.updateComplete]);
    equal([selection.value, input.value], [[clause('x > 1')], 3], 'assigned before');
    selection.value = [];
    input.value = 4;
    equal([selection.value, input.value], [[], 4], 'assigned after');
  });

  it('is selected under the new name if both are assigned together', async () => {
    await import('../../src/index');
    const selection = Object.assign(document.createElement('pika-selection'), {
      name: 'two',
      value: [clause('x > 2')],
    });
    document.body.append(selection);
    await selection.updateComplete;
    Object.assign(selection, { name: 'three', value: [clause('x > 3')] });
    await selection.updateComplete;
    equal(selection.value, [clause('x > 3')], 'under the new name');
    selection.name = 'two';
    await selection.updateComplete;
    equal(selection.value, [clause('x > 2')], 'under the old one');
  });

  it('is not selected after clear()', async () => {
    await import('../../src/index');
    const selection = Object.assign(document.createElement('pika-selection'), {
      name: 'four',
      value: [clause('x > 4')],
    });
    selection.clear();
    document.body.append(selection);
    await selection.updateComplete;
    equal(selection.value, [], 'selected');
  });

  it('keeps the error about a missing name', async () => {
    await import('../../src/index');
    const selection = document.createElement('pika-selection');
    selection.setAttribute('value', '[]');
    document.body.append(selection);
    await selection.updateComplete;
    await selection.updateComplete;
    if (!/name=/.test(selection.shadowRoot!.textContent))
      throw new Error(`it says: ${selection.shadowRoot!.textContent}`);
  });
});
