import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN } from '../../src/engine/scales/presentation';
import { valueText } from '../../src/engine/scales/value-text';

/** The text of a value in a tooltip, and as short as on the plot. */
function texts(specifier: string | null, value: number, integer = false): readonly string[] {
  const format = specifier === null ? null : { specifier, attribute: 'y-format' };
  const type = { kind: 'number', integer, show: { ...PLAIN, format } } as const;
  return [undefined, 100].map((parts) => valueText(type, Float64Array.of(value), null, parts)(value));
}

test('unit prefixes shorten texts on the plot; a tooltip has the whole number, with its sign and currency', () => {
  assert.deepEqual(texts('$,.2s', 1_234_567), ['$1,234,567', '$1.2M']);
  assert.deepEqual(texts('$,.2~s', 5000), ['$5,000', '$5k']);
  assert.deepEqual(texts('.3s', -98_765.4321), ['−98,765', '−98.8k']);
  assert.deepEqual(texts('+.2s', 0.01234567), ['+0.012346', '+12m']);
});

test('other formats are the same everywhere', () => {
  assert.deepEqual(texts('$,.2f', 1234.567), ['$1,234.57', '$1,234.57']);
  assert.deepEqual(texts('.1%', 0.1234), ['12.3%', '12.3%']);
  assert.deepEqual(texts(',.0f', 1234.567), ['1,235', '1,235']);
  assert.throws(() => texts('nonsense', 1), /y-format/);
});

test('without a format, a tooltip has all digits that matter', () => {
  assert.deepEqual(texts(null, 1_234_567), ['1,234,567', '1,234,567']);
  assert.deepEqual(texts(null, 12.34567), ['12.346', '12.3']);
});
