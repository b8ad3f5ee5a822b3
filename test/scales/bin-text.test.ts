import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeZone } from '../../src/engine/locale/time-zone';
import { intervalText } from '../../src/engine/scales/bin-text';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { PLAIN } from '../../src/engine/scales/presentation';
import { TimeScale } from '../../src/engine/scales/time-scale';
import { TIME_FORMATS } from '../../src/engine/scales/time-formats-on-demand';

await TIME_FORMATS.load();

const at = (text: string): number => Date.parse(`${text}Z`);
const years = new TimeScale([at('2020-01-01'), at('2025-01-01')], 1);
const over = (from: string, to: string, scale = years): string => intervalText(scale, at(from), at(to));

test('a whole year, month or day goes by its name', () => {
  assert.equal(over('2024-01-01', '2025-01-01'), '2024');
  assert.equal(over('2024-12-01', '2025-01-01'), 'Dec 2024');
  assert.equal(over('2024-02-29', '2024-03-01'), '29 Feb 2024');
});

test('a bin of one tick goes by its time, to the part that it has', () => {
  const second = new TimeScale([at('2024-03-05T10:20:30'), at('2024-03-05T10:20:31')], 1);
  assert.equal(over('2024-03-05T10:20:30', '2024-03-05T10:20:30.001', second), '5 Mar 2024 10:20:30');
  assert.equal(over('2024-03-05T10:20:30.250', '2024-03-05T10:20:30.251', second), '5 Mar 2024 10:20:30.250');
  assert.equal(over('2024-01-01', '2024-01-01T00:00:00.001', second), '1 Jan 2024');
});

test('any other span of time has two ends', () => {
  assert.equal(over('2024-10-01', '2025-01-01'), '1 Oct 2024 to 1 Jan 2025');
  assert.equal(over('2024-04-01', '2025-04-01'), '1 Apr 2024 to 1 Apr 2025');
  assert.equal(over('2024-12-02', '2024-12-09'), '2 Dec 2024 to 9 Dec 2024');
  assert.equal(over('2024-12-02T06:00', '2024-12-02T12:00'), '2 Dec 2024 06:00 to 2 Dec 2024 12:00');
});

test('a day is whole by the clocks of the zone, whether it has 23 or 24 hours', () => {
  const zone = new TimeZone('Europe/Vienna');
  const vienna = new TimeScale([at('2024-03-01'), at('2024-05-01')], 1, false, { ...PLAIN, zone });
  assert.equal(over('2024-03-30T23:00', '2024-03-31T22:00', vienna), '31 Mar 2024');
  assert.equal(over('2024-03-31T00:00', '2024-04-01T00:00', vienna), '31 Mar 2024 01:00 to 1 Apr 2024 02:00');
});

test("the author's format writes a whole month once", () => {
  const format = { specifier: '%b %y', attribute: 'x-format' };
  const months = new TimeScale([at('2020-01-01'), at('2024-01-01')], 1, false, { ...PLAIN, format });
  assert.equal(over('2021-03-01', '2021-04-01', months), 'Mar 21');
  assert.equal(over('2021-03-01', '2021-06-01', months), 'Mar 21 to Jun 21');
});

test('a whole number goes by its value', () => {
  assert.equal(intervalText(new LinearScale([0, 50], true), 5, 6), '5');
  assert.equal(intervalText(new LinearScale([0, 50], true), 5, 10), '5 to 10');
  assert.equal(intervalText(new LinearScale([0, 50], false), 5, 6), '5 to 6');
});
