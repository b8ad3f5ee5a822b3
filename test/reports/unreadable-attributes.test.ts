import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputRemarks, type WrittenInput } from '../../src/components/pika-input/input-remarks';
import { firstValue } from '../../src/components/pika-input/input-value';
import { rampRemark } from '../../src/components/ramp-remark';
import { RAMP_NAMES, rampNamed } from '../../src/engine/scales/color/schemes';

const EMPTY: WrittenInput = {
  kind: 'number',
  value: null,
  min: null,
  max: null,
  step: null,
  options: null,
  placeholder: null,
  choices: [],
};

test("notes an attribute value that an input can't read", () => {
  const cases: readonly (readonly [Partial<WrittenInput>, ...string[]])[] = [
    [
      { kind: 'number', value: 'many' },
      'value="many" is not a number and is read as NULL: write for example value="15".',
    ],
    [{ kind: 'range', value: '1,5' }, 'value="1,5" is not a number and is read as NULL: write value="1.5".'],
    [
      { kind: 'range', value: '1', min: 'zero', max: '1e2', step: 'any' },
      'min="zero" is not a number: write for example min="15".',
    ],
    [{ kind: 'range', value: '150' }, 'value="150" is above max, which is 100 by default, and was set to 100.'],
    [{ kind: 'range', value: '70', min: '0', max: '60' }, 'value="70" is above max="60", and was set to 60.'],
    [{ kind: 'range', value: '-5', min: '0', max: '60' }, 'value="-5" is below min="0", and was set to 0.'],
    [{ kind: 'range', value: '60', min: '0', max: '60' }],
    [{ kind: 'number', value: '70', max: '60' }],
    [
      { kind: 'date', value: '31.12.2024' },
      'value="31.12.2024" is not a date and is read as NULL: write for example value="2024-12-31".',
    ],
    [
      { kind: 'date', value: '2024-12-31', max: 'soon', step: '7' },
      'max="soon" is not a date: write for example max="2024-12-31".',
    ],
    [{ kind: 'checkbox', value: 'off' }, 'value="off" means true: write value="false", or leave it out.'],
    [
      { kind: 'select', value: 'Berlim', choices: ['Berlin', 'Wien'] },
      'value="Berlim" is not among the options. Did you mean "Berlin"?',
    ],
    [{ kind: 'select', value: 'q', choices: ['Berlin', 'Wien'] }, 'value="q" is not among the options.'],
    [
      { kind: 'select', options: '["AA", UA]' },
      'options is not a JSON array: write for example options=\'["AA", "UA"]\'.',
    ],
    [
      { kind: 'select', options: '{"a": 1}' },
      'options is not a JSON array: write for example options=\'["AA", "UA"]\'.',
    ],
    [{ kind: 'select', value: 'AA' }], // its choices have not arrived yet
    [{ kind: 'select', value: '', placeholder: 'All', choices: ['AA'] }],
    [{ kind: 'select', value: '1', options: '[1, 2]', choices: [1, 2] }],
    [{ kind: 'text', value: 'many' }],
    [{ kind: 'number', value: '' }],
    [{ kind: 'number', value: ' 1e3 ' }],
    [{ kind: 'checkbox', value: 'false' }],
    [{ kind: 'checkbox', value: '' }],
  ];
  for (const [written, ...remarks] of cases)
    assert.deepEqual(inputRemarks({ ...EMPTY, ...written }), remarks, JSON.stringify(written));
});

test('a range starts within its limits, as in HTML; a number field accepts any number', () => {
  const limits = { min: '0', max: '60' };
  assert.deepEqual(
    ['70', '-5', '15', null].map((text) => firstValue('range', text, limits)),
    [60, 0, 15, 30],
  );
  assert.deepEqual(
    ['150', '-1'].map((text) => firstValue('range', text, { min: null, max: null })),
    [100, 0],
  );
  // HTML: the lower limit wins.
  assert.equal(firstValue('range', '5', { min: '10', max: '0' }), 10);
  assert.equal(firstValue('number', '70', limits), 70);
});

test('notes an unknown --pika-ramp, with the nearest one', async () => {
  assert.equal(await rampRemark(' virdis'), '--pika-ramp: virdis is not a ramp. Did you mean viridis?');
  assert.equal(await rampRemark('"magma"'), '--pika-ramp: "magma" is not a ramp. Did you mean magma?');
  assert.match((await rampRemark('constructor'))!, /Write one of ylgnbu, blues,/);
  assert.equal(rampNamed('constructor'), null);
  for (const name of ['', ' ', 'Viridis ', ...RAMP_NAMES]) assert.equal(await rampRemark(name), null, name);
});
