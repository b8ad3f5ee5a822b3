/** Offsets and changes of the clocks, compared with native DuckDB, which has ICU's own rules. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { timeZoneNamed, type TimeZone } from '../../src/engine/locale/time-zone';
import type { calendarInterval } from '../../src/engine/scales/calendar-interval';
import { PLAIN } from '../../src/engine/scales/presentation';
import { timeEdges } from '../../src/engine/scales/time-edges';

/** Half an hour of daylight saving, a skipped day, a quarter of an hour, midnight changes, both hemispheres. */
const ZONES = [
  'Europe/Vienna',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Havana',
  'Africa/Casablanca',
];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let native: DuckDBConnection;
before(async () => {
  native = await (await DuckDBInstance.create(':memory:')).connect();
});
after(() => native.closeSync());

const zoneNamed = (name: string): TimeZone => timeZoneNamed(name)!;

/** One number for each instant, from an expression over `t`, a TIMESTAMPTZ. */
async function natively(zone: string, instantsMs: readonly number[], expression: string): Promise<number[]> {
  await native.run(`SET TimeZone = '${zone}'`);
  const list = instantsMs.map((ms) => ms * 1000).join(', ');
  const reader = await native.runAndReadAll(
    `SELECT CAST(${expression} AS DOUBLE) FROM (SELECT make_timestamptz(unnest([${list}]::BIGINT[])) AS t)`,
  );
  return reader.getRows().map(([value]) => Number(value));
}

/** Instants around each change of the clocks in some years, and some others. */
function instants(zone: TimeZone, from = 1950, to = 2024): number[] {
  const changes = zone.transitions(Date.UTC(from, 0), Date.UTC(to, 0));
  const around = changes.flatMap(({ atMs }) =>
    [-90, -61, -45, -31, -1, 0, 1, 29, 31, 59, 61, 90].map((minutes) => atMs + minutes * MINUTE_MS),
  );
  const others = Array.from(
    { length: 500 },
    (_, i) => Date.UTC(from, 0) + i * 63 * DAY_MS + ((i * 7919) % 1440) * MINUTE_MS,
  );
  return [...around, ...others].filter((ms) => ms < Date.UTC(to, 0)).sort((a, b) => a - b);
}

describe('time zones', () => {
  for (const name of ZONES)
    it(`${name} has the clocks of native DuckDB`, async () => {
      const zone = zoneNamed(name);
      const all = instants(zone);
      const walls = await natively(name, all, 'epoch_ms(CAST(t AS TIMESTAMP))');
      assert.deepEqual(
        all.map((ms) => zone.wallOf(ms)),
        walls,
      );
    });

  it('find the first instant of a time on the wall, after a gap if the clocks skip it', () => {
    const vienna = zoneNamed('Europe/Vienna');
    const at = (text: string): string => new Date(vienna.instantOf(Date.parse(`${text}Z`))).toISOString();
    assert.equal(at('2024-07-01T00:00'), '2024-06-30T22:00:00.000Z');
    assert.equal(at('2024-10-27T02:30'), '2024-10-27T00:30:00.000Z', 'the first of two');
    assert.equal(at('2024-03-31T02:30'), '2024-03-31T01:00:00.000Z', 'skipped');
    const apia = zoneNamed('Pacific/Apia');
    assert.equal(new Date(apia.instantOf(Date.UTC(2011, 11, 30))).toISOString(), '2011-12-30T10:00:00.000Z');
  });

  it('are UTC for all names of UTC, and throw for unknown names', () => {
    assert.deepEqual(['utc', 'UTC', 'Etc/UTC', 'GMT', 'Etc/GMT'].map(timeZoneNamed), [null, null, null, null, null]);
    assert.throws(() => timeZoneNamed('Mars/Olympus'), RangeError);
    assert.equal(timeZoneNamed('europe/vienna')!.name, 'Europe/Vienna');
  });
});

describe('bins in a time zone', () => {
  const show = (name: string): typeof PLAIN => ({ ...PLAIN, zone: timeZoneNamed(name) });

  for (const name of ZONES)
    it(`of ${name} hold the instants of one day, week, … of native DuckDB`, async () => {
      const all = instants(zoneNamed(name), 1985, 2024);
      // Weeks start on Monday, as in DuckDB.
      for (const step of ['day', 'week(monday)', 'month', 'quarter', 'year'] as const) {
        const unit = step.startsWith('week') ? 'week' : step;
        const { thresholds } = timeEdges(1, all[0]!, all.at(-1)!, { maxBins: 100, step }, null, show(name));
        const units = await natively(name, all, `epoch_ms(date_trunc('${unit}', CAST(t AS TIMESTAMP)))`);
        const unitOfBin = new Map<number, number>();
        for (const [i, ms] of all.entries()) {
          const bin = thresholds.findLastIndex((edge) => edge <= ms);
          assert.equal(unitOfBin.get(bin) ?? units[i], units[i], `${step} of ${new Date(ms).toISOString()}`);
          unitOfBin.set(bin, units[i]!);
        }
        assert.equal(unitOfBin.size, new Set(units).size, step);
      }
    });

  it('of a day have 23, 24 or 25 hours', () => {
    const hoursOf = (zone: string, day: string): number[] => {
      const { thresholds } = timeEdges(
        1,
        Date.parse(`${day}T06:00Z`) - 2 * DAY_MS,
        Date.parse(`${day}T06:00Z`) + 2 * DAY_MS,
        { maxBins: 9, step: 'day' },
        null,
        show(zone),
      );
      return thresholds.slice(1).map((edge, i) => (edge - thresholds[i]!) / 3_600_000);
    };
    assert.deepEqual(hoursOf('Europe/Vienna', '2024-03-31'), [24, 24, 23, 24, 24]);
    assert.deepEqual(hoursOf('Europe/Vienna', '2024-10-27'), [24, 24, 25, 24, 24]);
    assert.deepEqual(
      hoursOf('Australia/Lord_Howe', '2024-04-06').filter((hours) => hours !== 24),
      [24.5],
    );
    assert.deepEqual(hoursOf('America/Havana', '2024-03-10'), [24, 24, 23, 24, 24], 'begins at 1:00');
    assert.equal(
      hoursOf('Pacific/Apia', '2011-12-30').every((hours) => hours === 24),
      true,
      'no bin for a skipped day',
    );
  });

  it('of hours are an hour long on the day that repeats one, and start with the clocks in zones of half hours', () => {
    const edges = (zone: string, from: string, to: string, step: Parameters<typeof calendarInterval>[0]): string[] =>
      timeEdges(1, Date.parse(from), Date.parse(to), { maxBins: 9, step }, null, show(zone)).thresholds.map((ms) =>
        new Date(ms).toISOString().slice(11, 16),
      );
    assert.deepEqual(edges('Europe/Vienna', '2024-10-26T23:00Z', '2024-10-27T02:00Z', 'hour'), [
      '23:00',
      '00:00',
      '01:00',
      '02:00',
      '03:00',
    ]);
    assert.equal(edges('Europe/Vienna', '2024-10-26T22:00Z', '2024-10-27T22:59Z', 'hour').length - 1, 25);
    assert.equal(edges('Europe/Vienna', '2024-03-30T23:00Z', '2024-03-31T21:59Z', 'hour').length - 1, 23);
    assert.deepEqual(edges('Asia/Kathmandu', '2024-01-01T00:00Z', '2024-01-01T01:00Z', 'hour'), [
      '23:15',
      '00:15',
      '01:15',
    ]);
    // The clocks show two hours from 2:00 to 4:00, but three hours pass.
    assert.deepEqual(edges('Europe/Vienna', '2024-10-26T23:00Z', '2024-10-27T04:00Z', '2 hours'), [
      '22:00',
      '00:00',
      '03:00',
      '05:00',
    ]);
    // At 2:00 the clocks go back to 1:30.
    assert.deepEqual(edges('Australia/Lord_Howe', '2024-04-06T13:30Z', '2024-04-06T16:00Z', 'hour'), [
      '13:00',
      '14:00',
      '15:00',
      '15:30',
      '16:30',
    ]);
  });

  it('cover every instant, for any step', () => {
    for (const name of ZONES) {
      for (const step of ['15 minutes', 'hour', '5 hours', 'day', '10 days', '2 weeks', '4 months'] as const) {
        const from = Date.UTC(2011, 11, 28, 3, 17);
        const to = from + 40 * DAY_MS;
        const { thresholds } = timeEdges(1000, from * 1000, to * 1000, { maxBins: 9, step }, null, show(name));
        assert.ok(thresholds[0]! <= from * 1000 && thresholds.at(-1)! > to * 1000, `${name} ${step}`);
        assert.ok(
          thresholds.every((edge, i) => i === 0 || edge > thresholds[i - 1]!),
          `${name} ${step}`,
        );
      }
    }
  });
});
