import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utcHour, utcMinute, utcMonth, utcSecond, utcYear, type TimeInterval } from 'd3-time';
import type { CalendarStep } from '../../src/engine/grammar/calendar-step';
import { calendarInterval, lengthMsOf } from '../../src/engine/scales/calendar-interval';
import { textLocale } from '../../src/engine/locale/text-locale';
import { PLAIN } from '../../src/engine/scales/presentation';
import { timeEdges, timeEdgesAround } from '../../src/engine/scales/time-edges';

const [FROM, TO] = [Date.parse('1999-11-30T22:47:11Z'), Date.parse('2004-03-01T01:02:03Z')];

test("multiples that divide an hour, a day or a year start where d3's do", () => {
  const pairs: readonly [CalendarStep, TimeInterval | null][] = [
    ['15 seconds', utcSecond.every(15)],
    ['15 minutes', utcMinute.every(15)],
    ['6 hours', utcHour.every(6)],
    ['quarter', utcMonth.every(3)],
    ['2 quarters', utcMonth.every(6)],
    ['4 months', utcMonth.every(4)],
    ['5 years', utcYear.every(5)],
  ];
  for (const [step, other] of pairs) {
    const interval = calendarInterval(step);
    for (let ms = FROM; ms < TO; ms += 7.7e9) {
      const date = new Date(ms);
      assert.deepEqual(interval.floor(date), other!.floor(date), step);
      assert.deepEqual(interval.ceil(date), other!.ceil(date), step);
    }
  }
});

test('any other multiple makes equal bins, with every time inside', () => {
  for (const step of ['7 minutes', '10 days', '3 weeks'] as const) {
    const lengthMs = lengthMsOf(step);
    const toMs = FROM + 20.5 * lengthMs;
    const { thresholds, uniform } = timeEdges(1000, FROM * 1000, toMs * 1000, { maxBins: 50, step }, null);
    assert.ok(uniform, step);
    assert.equal(thresholds[1]! - thresholds[0]!, lengthMs * 1000);
    assert.ok(thresholds[0]! <= FROM * 1000 && thresholds.at(-1)! > toMs * 1000, step);
  }
  assert.equal(new Date(timeEdges(1, FROM, TO, { maxBins: 9, step: '3 weeks' }, null).thresholds[0]!).getUTCDay(), 0);
});

test('beyond the dates of JavaScript, steps are those of the calendar too', () => {
  const year = 300_000;
  const days = Math.round((year - 1970) * 365.2425);
  const at = (step: CalendarStep): readonly number[] =>
    timeEdges(1 / 86_400_000, days, days + 3000, { maxBins: 9, step }, null).thresholds;
  const [quarters, months, years] = [at('quarter'), at('month'), at('2 years')];
  assert.ok(quarters.every((edge) => months.includes(edge)) && months.length > 2.8 * quarters.length);
  assert.ok(years.every((edge, i) => i === 0 || Math.abs(edge - years[i - 1]! - 730) <= 1));
});

test('while the user zooms out, a step becomes the next coarser unit that fits', () => {
  const hours = timeEdgesAround(1, [FROM, TO], { maxBins: 50, step: '15 minutes' });
  assert.equal(hours.thresholds[1]! - hours.thresholds[0]!, 86_400_000);
  const kept = timeEdgesAround(1, [FROM, FROM + 1e9], { maxBins: 50, step: '15 minutes' });
  assert.equal(kept.thresholds[1]! - kept.thresholds[0]!, 900_000);
});

test('weeks start on the day that the author names, else on that of the locale', () => {
  const firstDay = (step: CalendarStep, lang: string | null): number => {
    const show = { ...PLAIN, locale: textLocale(lang) };
    const { thresholds } = timeEdges(1, FROM, TO, { maxBins: 500, step }, null, show);
    assert.ok(thresholds[0]! <= FROM && thresholds.at(-1)! > TO);
    return new Date(thresholds[0]!).getUTCDay();
  };
  assert.deepEqual(
    [null, 'en-US', 'en-GB', 'de', 'ar-EG'].map((lang) => firstDay('week', lang)),
    [0, 0, 1, 1, 6],
  );
  assert.deepEqual([firstDay('2 weeks', 'de'), firstDay('3 weeks', null)], [1, 0]);
  assert.deepEqual([firstDay('week(wednesday)', 'de'), firstDay('2 weeks(friday)', null)], [3, 5]);
  // Steps that the engine chooses.
  const { thresholds } = timeEdges(1, FROM, FROM + 5e9, { maxBins: 10 }, null, { ...PLAIN, locale: textLocale('de') });
  assert.deepEqual([...new Set(thresholds.map((ms) => new Date(ms).getUTCDay()))], [1]);
});
