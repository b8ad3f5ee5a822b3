import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { utcFormat } from 'd3-time-format';
import { PikaError } from '../../src/engine/errors';
import { formatForTicks, textFormat } from '../../src/engine/scales/text-format';
import { BandScale } from '../../src/engine/scales/band-scale';
import { LinearScale } from '../../src/engine/scales/linear-scale';
import { TimeScale } from '../../src/engine/scales/time-scale';
import { TIME_FORMATS } from '../../src/engine/scales/time-formats-on-demand';

await TIME_FORMATS.load();

const numbers = new LinearScale([0, 1], false);
const micros = new TimeScale([0, 1e15], 1000);

function rejects(write: () => unknown, found: RegExp): void {
  assert.throws(write, (thrown) => {
    assert.ok(thrown instanceof PikaError);
    assert.equal(thrown.code, 'spec/bad-format');
    assert.match(thrown.message, found);
    return true;
  });
}

describe('formats', () => {
  it('of numbers are those of d3-format', () => {
    assert.equal(textFormat(numbers, '$,.2f', 'x')(-1234.5), '−$1,234.50');
    assert.equal(textFormat(numbers, '.1%', 'x')(0.1234), '12.3%');
    assert.equal(textFormat(numbers, '.2s', 'x')(1_234_567), '1.2M');
  });

  it('of numbers without a precision write no trailing zeros', () => {
    assert.deepEqual([1500, 0.5, 2_000_000, 0].map(textFormat(numbers, 's', 'x')), ['1.5k', '500m', '2M', '0']);
    assert.deepEqual([0.25, 0.123456, 1].map(textFormat(numbers, '%', 'x')), ['25%', '12.3456%', '100%']);
    assert.equal(textFormat(numbers, '$,f', 'x')(1234.5), '$1,234.5');
    assert.equal(textFormat(numbers, ',d', 'x')(1200), '1,200');
    assert.equal(textFormat(numbers, '', 'x')(1200), '1200');
    assert.equal(textFormat(numbers, 'x', 'x')(255), 'ff');
  });

  it('of significant digits write zero without decimals', () => {
    for (const [specifier, zero] of Object.entries({ '$,.2s': '$0', '.3r': '0', '.2p': '0%', '$.2f': '$0.00' }))
      assert.equal(textFormat(numbers, specifier, 'x')(0), zero, specifier);
  });

  it('of significant digits are as precise as ticks need', () => {
    assert.equal(formatForTicks('$,.2s', [0, 1_000_000, 1_500_000]), '$,.2s');
    const labels = (specifier: string, ticks: number[]): string[] =>
      ticks.map(textFormat(numbers, formatForTicks(specifier, ticks), 'x'));
    assert.deepEqual(labels('$.2s', [95_000, 100_000, 105_000]), ['$95k', '$100k', '$105k']);
    assert.deepEqual(labels('.1r', [0, 0.25, 0.5]), ['0', '0.25', '0.5']);
    assert.deepEqual(labels('.1f', [0, 0.25]), ['0.0', '0.3'], 'the author asks for one decimal');
    assert.equal(formatForTicks('two digits', [0.25]), 'two digits');
  });

  it('of times are those of d3-time-format, in UTC and in ticks of the column', () => {
    const ms = Date.parse('2020-04-05T15:30Z');
    const write = textFormat(micros, '%a %d %b %Y %H:%M', 'x');
    assert.equal(write(ms * 1000), utcFormat('%a %d %b %Y %H:%M')(new Date(ms)));
    assert.doesNotMatch(write(9e15 * 1000), /NaN|Invalid/);
  });

  it('that are none are errors, with advice', () => {
    rejects(() => textFormat(numbers, '%Y', 'attribute x-format'), /attribute x-format.*"%Y".*1,234\.5/);
    rejects(() => textFormat(numbers, 'two digits', 'x'), /two digits/);
    rejects(() => textFormat(numbers, ',.1k', 'x'), /,\.1k/);
    for (const bad of ['%k', '%Y-%', '%Y %E', '100%%', '', 'Y-m-d'])
      rejects(() => textFormat(micros, bad, 'x'), /%Y-%m-%d/);
    assert.equal(textFormat(micros, '%-d %b %%', 'x')(0), '1 Jan %');
    rejects(() => textFormat(micros, '.2f', 'x'), /%Y-%m-%d/);
    rejects(() => textFormat(new BandScale([0, 1], ['a']), 'd', 'x'), /categories/);
  });

  it('that pad beyond reason are errors, before they take memory', () => {
    rejects(() => textFormat(numbers, '9999999999d', 'x'), /9999999999d/);
    assert.equal(textFormat(numbers, '8d', 'x')(5), '       5');
  });
});
