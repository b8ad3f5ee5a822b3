import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { PLAIN } from '../../src/engine/scales/presentation';
import { rangeTexts } from '../../src/engine/scales/range-text';
import { TimeScale } from '../../src/engine/scales/time-scale';
import { TIME_FORMATS } from '../../src/engine/scales/time-formats-on-demand';

await TIME_FORMATS.load();

const DAY_MS = 86_400_000;
const at = (text: string): number => Date.parse(`${text}Z`);

test('the ends of a range of whole numbers are whole: the first value inside, and the first beyond', () => {
  assert.deepEqual(rangeTexts(new LinearScale([0, 50], true), 7.6, 32.6), ['8', '33']);
  assert.deepEqual(rangeTexts(new LinearScale([0, 50], true), 8, 33), ['8', '33']);
  assert.deepEqual(rangeTexts(new LinearScale([0, 50], false), 7.6, 32.6), ['7.6', '32.6']);
  assert.deepEqual(rangeTexts(new LinearScale([0, 50], true), -Infinity, 3.2), ['−∞', '4']);
});

test('times name days on any long axis, and months where both ends are the first of one', () => {
  const long = new TimeScale([at('2020-01-01'), at('2024-01-01')], 1);
  assert.deepEqual(rangeTexts(long, at('2021-03-21T07:12'), at('2021-11-02T00:00')), ['21 Mar 2021', '2 Nov 2021']);
  assert.deepEqual(rangeTexts(long, at('2021-03-01'), at('2022-01-01')), ['Mar 2021', 'Jan 2022']);
  const short = new TimeScale([at('2021-03-01'), at('2021-03-02')], 1);
  assert.deepEqual(rangeTexts(short, at('2021-03-01T07:12'), at('2021-03-01T08:00')), ['1 Mar 07:12', '1 Mar 08:00']);
});

test('a date is the first one inside the range', () => {
  const days = new TimeScale([18000, 19000], 1 / DAY_MS);
  const day = at('2021-03-21') / DAY_MS;
  assert.deepEqual(rangeTexts(days, day - 0.4, day + 9.3), ['21 Mar 2021', '31 Mar 2021']);
});

test("the author's format wins", () => {
  const format = (specifier: string) => ({ ...PLAIN, format: { specifier, attribute: 'x-format' } });
  const dollars = new LinearScale([0, 5000], false, false, format('$,.2s'));
  assert.deepEqual(rangeTexts(dollars, 1134, 4641), ['$1.1k', '$4.6k']);
  const months = new TimeScale([at('2020-01-01'), at('2024-01-01')], 1, false, format('%b %y'));
  assert.deepEqual(rangeTexts(months, at('2021-03-21'), at('2021-11-02')), ['Mar 21', 'Nov 21']);
});
