/// <reference types="node" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readingOf } from '../../src/engine/source/csv/text-reading';
import { mayBeRead } from '../../src/engine/plot/notes/may-have-notes';
import type { ReadOptions } from '../../src/engine/source/files/read-options';
import { nodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';

const database = await nodeDatabase();
const engine = nodeEngine(database);
after(() => {
  engine.dispose();
  database.close();
});

let serial = 0;

async function noteOf(content: string, x: string, read: ReadOptions = {}): Promise<string | null> {
  const name = `prices${++serial}`;
  engine.define({ name, src: new File([content], 'prices.csv'), read }, {});
  const plot = await nodePlot(engine, { from: name, mark: 'bar', x, y: 'count()' });
  const model = await plot.until('ready');
  plot.dispose();
  return model.phase === 'ready' ? model.note : `it was ${model.phase}`;
}

test('a plot reports that a column to bin is text, and names an attribute that reads it', async () => {
  const european = 'price;shop\n1.234,56;a\n7,5;b\n2.000,00;a\n';
  assert.match(
    (await noteOf(european, 'bin(price)')) ?? '',
    /^"price" is text \("1\.234,56"\), drawn as categories: decimal-separator="," thousands="\." on <pika-query name="prices1"> reads its values$/,
  );
  assert.equal(await noteOf(european, 'bin(price)', { decimalSeparator: ',', thousands: '.' }), null);
  assert.equal(await noteOf(european, 'shop'), null, 'categories are what was asked for');
  assert.match(
    (await noteOf(european, 'bin(shop)')) ?? '',
    /^"shop" is text \("a"\), drawn as categories: cast it in SQL/,
  );
  assert.match(
    (await noteOf(european, 'price')) ?? '',
    /decimal-separator=","/,
    'without bin too, where all are numbers',
  );
  assert.match((await noteOf('v\n1\n2\n3\n-\n5\n', 'bin(v)')) ?? '', /nullstr=",-" on <pika-query/);
  assert.match(
    (await noteOf('a,b\n1,x\n,y\n3,z\n', 'bin(a)', { nullstr: 'NA' })) ?? '',
    /an empty string first in nullstr/,
  );
});

test('a plot shows notes only on its own columns', async () => {
  const dates = 'd,n\n01/02/2024,1\n03/04/2024,2\n';
  assert.match((await noteOf(dates, 'bin(d, step=day)')) ?? '', /read with the day first; dateformat="%m\/%d\/%Y"/);
  assert.equal(await noteOf(dates, 'bin(n)'), null);
});

test('recognizes the format of strings', () => {
  const readings: readonly (readonly [string | null, ...string[]])[] = [
    ['thousands=","', '1,234', '12', '1,234,567.5'],
    ['thousands=","', '12,345', '1,000'],
    ['decimal-separator=","', '1,5', '12', '-0,25'],
    ['decimal-separator=","', '0,345', '1,250'],
    ['decimal-separator="," thousands="."', '1.234,56', '7,5'],
    ['thousands="\'"', "1'234.5", '12'],
    ['decimal-separator="," thousands=" "', '1 234,5', '12'],
    ['dateformat="%d.%m.%Y"', '01.02.2024', '13.02.2024'],
    ['dateformat="%m/%d/%Y"', '01/02/2024', '01/13/2024'],
    ['dateformat="%d/%m/%y"', '13/02/24'],
    ['timestampformat="%d.%m.%Y %H:%M"', '13.02.2024 10:30'],
    ['timestampformat="%m/%d/%Y %I:%M:%S %p"', '01/13/2024 10:30:00 PM'],
    ['timestampformat="%d.%m.%Y, %H:%M:%S.%f"', '13.02.2024, 10:30:00.5'],
    ['dateformat="%d %b %Y"', '1 Jan 2024', '22 Feb 2024'],
    ['dateformat="%b %d, %Y"', 'Jan 1, 2024'],
    ['nullstr=",NA"', '1', '2', '3', 'NA'],
    [null, '01234', '00501'], // codes
    [null, 'a', 'b'],
    [null, '13/13/2024'],
    [null, '1', 'a'],
    [null, '10115 Berlin', '80331 München'],
    [null, ''],
  ];
  for (const [reading, ...texts] of readings) {
    assert.equal(readingOf(texts), reading, texts.join(' | '));
    if (reading !== null) assert.ok(mayBeRead(texts), `the code of notes would not load for ${texts.join(' | ')}`);
  }
});
