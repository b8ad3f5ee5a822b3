import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChannel } from '../../src/engine/grammar/channel';
import { channelTitle } from '../../src/engine/grammar/channel-title';

const titles: Readonly<Record<string, string | null>> = {
  'count()': 'rows',
  delay: 'delay',
  '"Late ""by"""': 'Late "by"',
  'bin(date, step=week)': 'date',
  'bin(hour(date), step=1)': 'hour of date',
  'dayofweek(date)': 'weekday of date',
  "date_trunc('month', date)": 'date',
  'CAST(price AS DECIMAL(9, 2))': 'price',
  'avg(delay)': 'average delay',
  'mean("Late by")': 'average Late by',
  'sum(amount)': 'sum of amount',
  'count(delay)': 'count of delay',
  'distinct(origin)': 'distinct origin',
  'max(delay)': 'highest delay',
  'quantile(delay, 0.9)': '90th percentile of delay',
  'quantile(delay, 0.01)': '1st percentile of delay',
  'quantile(delay, 0.13)': '13th percentile of delay',
  'quantile(delay, 0.29)': '29th percentile of delay',
  'quantile(delay, 0.999)': '0.999 quantile of delay',
  'corr(delay, distance)': 'correlation of delay and distance',
  'slope(delay, hour(date))': 'slope of delay over hour of date',
  'price * quantity': 'price * quantity',
  '100': null,
};

for (const [text, title] of Object.entries(titles))
  test(`the title of ${text} is ${title ?? 'left out'}`, () => {
    assert.equal(channelTitle(parseChannel('y', text)), title);
  });
