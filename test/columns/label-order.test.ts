import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  compareLabels,
  isInLabelOrder,
  labelLanguage,
  labelOrder,
  orderLabelsIn,
} from '../../src/engine/columns/label-order';

const ordered = (labels: readonly string[]): string[] => labelOrder(labels).map((i) => labels[i]!);
afterEach(() => orderLabelsIn('en'));

test('labels are in the order of a dictionary, whatever their case and accents', () => {
  assert.deepEqual(ordered(['Zebra', 'apple', 'Élan', 'Berlin', 'éclair']), [
    'apple',
    'Berlin',
    'éclair',
    'Élan',
    'Zebra',
  ]);
});

test('digits in labels are numbers, and labels that are numbers come first, by their values', () => {
  assert.deepEqual(ordered(['item 10', 'item 9', '10–19', '0–9']), ['0–9', '10–19', 'item 9', 'item 10']);
  assert.deepEqual(ordered(['(none)', '5', '#1']).at(0), '5');
  assert.deepEqual(ordered(['n/a', '10', '9', '-5', '-10', '0.5', '0.25', '1e+20']), [
    ...['-10', '-5', '0.25', '0.5', '9', '10', '1e+20'],
    'n/a',
  ]);
});

test('the language decides', () => {
  const names = ['ärlig', 'zebra', 'ok'];
  assert.deepEqual(ordered(names), ['ärlig', 'ok', 'zebra']);
  orderLabelsIn('sv');
  assert.deepEqual(ordered(names), ['ok', 'zebra', 'ärlig']);
  assert.equal(labelLanguage(), 'sv');
  orderLabelsIn('not a language');
  assert.deepEqual(ordered(names), ['ärlig', 'ok', 'zebra']);
});

test('labels that the language does not distinguish keep their order', () => {
  const [composed, decomposed] = ['é', 'e\u0301'];
  assert.deepEqual(ordered([decomposed, composed]), [decomposed, composed]);
  assert.deepEqual(ordered(['01', '1']), ['01', '1']);
  assert.deepEqual(ordered(['1', '01']), ['1', '01']);
});

test('an order can be verified', () => {
  assert.ok(isInLabelOrder(['apple', 'Élan', 'item 9', 'item 10', 'Zebra']));
  assert.ok(!isInLabelOrder(['Zebra', 'apple']));
  assert.ok(compareLabels('9', '10') < 0 && compareLabels('item 9', 'item 10') < 0 && compareLabels('a', 'a') === 0);
});
