import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PikaError } from '../../src/engine/errors';
import { nodeCatalog, type NodeCatalog } from '../harness/node-catalog';

let page: NodeCatalog;
let name: string;
before(async () => {
  page = await nodeCatalog();
  name = page.defined({
    sql: `SELECT * FROM (VALUES (1::BIGINT, 1234.5::DOUBLE, 0.25::DECIMAL(9,2), DATE '2024-02-29', TIMESTAMP_NS '2024-01-31 12:30:00', 'a;b', [1.5]),
      (NULL, '-inf', NULL, 'infinity', NULL, 'n/a', NULL), (3, NULL, -1.50, NULL, NULL, '', NULL)) t(i, f, d, day, "at", s, l)`,
  });
});
after(() => page.close());

const lines = async (options?: Parameters<NodeCatalog['results']['toCSV']>[1]): Promise<string[]> =>
  (await page.results.toCSV(name, options)).split('\r\n');

test('CSV has the delimiter, decimal separator, dates and NULL of its options', async () => {
  assert.deepEqual(await lines({ decimal: ',', dates: '%d.%m.%Y', nulls: 'n/a', bom: true }), [
    '\ufeffi;f;d;day;at;s;l',
    '1;1234,5;0,25;29.02.2024;31.01.2024;"a;b";[1.5]',
    'n/a;-inf;n/a;infinity;n/a;"n/a";n/a',
    '3;n/a;-1,50;n/a;n/a;"";n/a',
    '',
  ]);
  assert.deepEqual(
    (await lines({ delimiter: '\t' }))[1],
    '1\t1234.5\t0.25\t2024-02-29\t2024-01-31 12:30:00\ta;b\t[1.5]',
  );
  assert.deepEqual((await lines({ decimal: ',', delimiter: ',', columns: ['f', 's'] }))[1], '"1234,5",a;b');
  assert.deepEqual((await lines({ dates: "it's %Y", columns: ['day'], limit: 1 }))[1], "it's 2024");
});

test('other values of the options are refused by name', async () => {
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ decimal: ';' }, /decimal of toCSV of query "\w+": expected "\." or ",", found ";"/],
    [{ delimiter: '||' }, /delimiter of toCSV/],
    [{ delimiter: '"' }, /delimiter of toCSV/],
    [{ nulls: 'a,b' }, /nulls of toCSV/],
    [{ nulls: null }, /nulls of toCSV.*found null/],
    [{ dates: 7 }, /dates of toCSV.*found 7/],
  ];
  for (const [options, pattern] of wrong)
    await assert.rejects(
      page.results.toCSV(name, options),
      (thrown) => thrown instanceof PikaError && thrown.code === 'source/bad-parameter' && pattern.test(thrown.message),
    );
});
