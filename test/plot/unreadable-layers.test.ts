/** A layer whose query fails: the other layers are drawn, and a note says why it is not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../harness/patience.mjs';
import { readyOf, usePlots, valuesOf } from '../harness/plots';

const plots = usePlots({
  good: 'SELECT i AS x, i * 2 AS y FROM range(5) r(i)',
  bad: 'SELECT nothing FROM good',
  worse: 'SELECT',
  words: "SELECT i AS x, CASE WHEN i = 3 THEN 'oops' ELSE '1' END AS word FROM range(5) r(i)",
  casts: "SELECT i AS x, CAST(CASE WHEN i = 3 THEN 'oops' ELSE '1' END AS INTEGER) AS y FROM range(5) r(i)",
});
const { plotOf, errorOf, open } = plots;

describe('a layer whose query fails', () => {
  const line = { from: 'good', mark: 'line', x: 'x', y: 'y' };

  it('leaves the other layers on the page, and a note says why', async () => {
    for (const layers of [
      [line, { from: 'bad', mark: 'rule', y: 'nothing' }],
      [{ from: 'bad', mark: 'box', x: 'x', y: 'nothing' }, line],
    ]) {
      const plot = await plotOf({ layers });
      assert.deepEqual(
        (await valuesOf(plot)).map(({ y, layer }) => [y, layer]),
        [0, 2, 4, 6, 8].map((y) => [y, 0]),
      );
      assert.match(readyOf(plot).note!, /^the layers of "bad" are not drawn: query "bad": expected .*nothing/);
      assert.match((await plot.view.explain())!.text, /line from "good"/);
    }
  });

  it('is drawn once its query is right, and left out when it fails again', async () => {
    const owner = {};
    const define = (sql: string): void => void plots.engine.define({ name: 'later', sql }, owner);
    define('SELECT missing FROM good');
    const plot = await plotOf({ layers: [line, { from: 'later', mark: 'point', x: 'x', y: 'y' }] });
    const counts = async (): Promise<string> => {
      const values = await plot.view.values();
      return [0, 1].map((layer) => values?.filter((value) => value.layer === layer).length).join(' ');
    };
    assert.equal(await counts(), '5 0');
    define('SELECT x, y FROM good WHERE x < 3');
    await until('both layers', async () => (await counts()) === '5 3');
    assert.equal(readyOf(plot).note, null);
    define('SELECT missing FROM good');
    await until('one layer', async () => (await counts()) === '5 0');
    assert.match(readyOf(plot).note!, /^the layers of "later" are not drawn/);
  });

  it('leaves the other layers on the page if the query opens, but a column of it fails while it is read', async () => {
    for (const broken of [
      { from: 'casts', mark: 'point', x: 'x', y: 'y' },
      { from: 'casts', mark: 'rule', y: 'max(y)', x: '' },
    ]) {
      const plot = await plotOf({ layers: [broken, line] });
      assert.deepEqual(
        (await valuesOf(plot)).map(({ y, layer }) => [y, layer]),
        [0, 2, 4, 6, 8].map((y) => [y, 0]),
      );
      assert.match(readyOf(plot).note!, /^the layers of "casts" are not drawn: .*oops/);
    }
    assert.match((await errorOf({ from: 'casts', mark: 'point', x: 'x', y: 'y' })).code, /^source\//);
  });

  it('leaves the other layers on the page if only one of its expressions fails on the rows', async () => {
    const broken = { from: 'words', mark: 'point', x: 'x', y: 'CAST(word AS INTEGER)' };
    const plot = await plotOf({ layers: [broken, line] });
    assert.deepEqual(new Set((await valuesOf(plot)).map(({ layer }) => layer)), new Set([0]));
    assert.match(readyOf(plot).note!, /^the layers of "words" are not drawn: .*oops/);
    assert.match((await errorOf(broken)).code, /^source\//);
  });

  it('is an error if no other layer can be drawn', async () => {
    assert.equal((await errorOf({ from: 'bad', mark: 'bar', x: 'x' })).code, 'source/sql');
    const layers = [
      { from: 'bad', mark: 'line', x: 'x', y: 'y' },
      { ...line, yAxis: 'right' },
    ];
    assert.equal((await errorOf({ layers })).code, 'source/sql', 'the other one needs the left axis');
  });

  it('is the error of the first query, if none can be read', async () => {
    const layers = [
      { from: 'bad', mark: 'line', x: 'x', y: 'y' },
      { from: 'worse', mark: 'point', x: 'x', y: 'y' },
    ];
    const { code, detail } = await errorOf({ layers });
    assert.deepEqual([code, detail.subject], ['source/sql', 'query "bad"']);
  });

  it('whose column is unknown is an error: the author can correct it', async () => {
    const plot = await open({ layers: [line, { from: 'good', mark: 'rule', y: 'z' }] });
    await plot.until('error');
  });
});
