/** Texts in many languages, compared with Intl itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ENGLISH, textLocale } from '../../src/engine/locale/text-locale';
import { utcFormat } from '../../src/engine/scales/time-format';
import { numberLabels, numberText } from '../../src/engine/scales/number-label';
import { PLAIN } from '../../src/engine/scales/presentation';
import { timeLabels, timeText } from '../../src/engine/scales/time-label';

const NUMBERS = [1234567.891, 0.5, 999, 12_345_678];
const TAGS = ['en', 'de', 'de-CH', 'fr', 'es', 'sv', 'hi', 'ja', 'ar-EG', 'bn', 'pt-PT'];
/** d3 writes this sign in every language. */
const plain = (text: string): string => text.replaceAll(/[\u200e\u200f\u061c]/g, '');

describe('a language', () => {
  for (const tag of TAGS)
    it(`${tag} writes numbers as Intl does`, () => {
      const { numbers } = textLocale(tag);
      const intl = new Intl.NumberFormat(tag, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        useGrouping: 'always' as unknown as boolean,
      });
      for (const value of NUMBERS) assert.equal(numbers.format(',.2f')(value), intl.format(value));
      const percent = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1 });
      assert.equal(plain(numbers.format('.1%')(0.123)), plain(percent.format(0.123)));
    });

  it('writes amounts in dollars, or in the currency that its tag names', () => {
    const amount = (tag: string): string => textLocale(tag).numbers.format('$,.2f')(1234.5);
    assert.equal(amount('en'), '$1,234.50');
    assert.equal(amount('de-DE-u-cu-eur'), '1.234,50\u00a0€');
    assert.equal(amount('ja-u-cu-jpy'), '￥1,234.50');
    assert.equal(amount('de-u-nu-latn-cu-chf'), '1.234,50\u00a0CHF');
    assert.equal(amount('fr'), '1\u202f234,50\u00a0$');
  });

  it('names months and weekdays as Intl does, and dates in its own order', () => {
    const french = textLocale('fr');
    const { months, weekdays } = french;
    assert.deepEqual([months[1], weekdays[0]], ['févr.', 'dim.']);
    assert.equal(utcFormat(french, '%A %d %B %Y')(new Date(0)), 'jeudi 01 janvier 1970');
    assert.equal(utcFormat(textLocale('ja'), '%x')(new Date(0)), '1970/01/01');
    const show = (tag: string): typeof PLAIN => ({ ...PLAIN, locale: textLocale(tag) });
    const april = Date.UTC(2020, 3, 5, 15, 30);
    assert.equal(timeText(april, 'minute', show('de')), '5. Apr. 2020 15:30');
    assert.equal(timeText(april, 'day', show('ja')), '2020年4月5日');
    assert.equal(timeText(april, 'month', show('es')), 'abr 2020');
    for (const tag of ['en', 'en-u-cu-eur', '']) assert.equal(timeText(april, 'minute', show(tag)), '5 Apr 2020 15:30');
    assert.equal(timeText(april, 'minute', show('en-US')), 'Apr 5, 2020 15:30');
    assert.equal(timeText(april, 'minute', show('en-GB')), '5 Apr 2020 15:30');
    assert.equal(timeText(Date.UTC(-100, 0), 'day', show('de')), '1 Jan 101 BC', 'years that Intl writes otherwise');
    assert.deepEqual(timeLabels([Date.UTC(2020, 10), Date.UTC(2020, 11), Date.UTC(2021, 0)], 1, show('de')), [
      'Nov. 2020',
      'Dez',
      '2021',
    ]);
  });

  it('orders English dates as its region does, with the same names of months everywhere', () => {
    for (const tag of ['en-US', 'en-GB', 'en-AU', 'en-CA', 'en-IN', 'en-ZA']) {
      const locale = textLocale(tag);
      const show = { ...PLAIN, locale };
      const intl = (options: Intl.DateTimeFormatOptions, ms: number): string =>
        new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options }).format(ms);
      for (let month = 0; month < 12; month++) {
        const ms = Date.UTC(2024, month, 5);
        const name = intl({ month: 'short' }, ms);
        assert.equal(locale.months[month], name, tag);
        assert.equal(timeText(ms, 'day', show), intl({ day: 'numeric', month: 'short', year: 'numeric' }, ms));
        assert.ok(timeText(ms, 'day', show).includes(name), `${tag}: ${timeText(ms, 'day', show)}`);
      }
      assert.deepEqual(locale.units, ENGLISH.units, 'short numbers as in other English');
    }
    assert.deepEqual(
      timeLabels([Date.UTC(2024, 0, 5), Date.UTC(2024, 0, 6)], 864e5, { ...PLAIN, locale: textLocale('en-US') }),
      ['Jan 5, 2024', 'Jan 6'],
    );
  });

  it('shortens large numbers with its own words, if it counts in the same powers', () => {
    const labels = (tag: string, step: number): string => numberLabels([2 * step], step, textLocale(tag))[0]!;
    assert.equal(labels('en', 1e6), '2M');
    assert.equal(labels('de', 1e9), '2\u00a0Mrd.');
    assert.equal(labels('ja', 1e6), '2,000,000');
    assert.equal(labels('es', 1e9), '2.000\u00a0M');
    assert.equal(numberText(1234.5, 2000, 0.1, textLocale('de')), '1.234,5');
    assert.equal(numberLabels([2.5e-9], 1e-10, textLocale('de'))[0], '2,5e-9');
  });

  it('is English if it is left out, empty or unreadable', () => {
    assert.deepEqual(
      [null, '', ' ', 'not a tag!'].map((tag) => textLocale(tag) === ENGLISH),
      [true, true, true, true],
    );
  });
});
