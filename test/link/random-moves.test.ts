/// <reference types="node" />
import { after, before, describe, it } from 'node:test';
import { openDuckdb } from '../harness/duckdb-node';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';
import type { Plot } from '../../src/engine/plot/plot';
import type { Oracle } from '../harness/oracle';
import { Random } from '../harness/random';
import { checkRandomMoves, GROUPS, PLOTS, randomRows } from './random-moves';

const SEED = Number(process.env['PIKA_SEED'] ?? 1);
const MOVES = Number(process.env['PIKA_MOVES'] ?? 1000);
/** Enough pages for several workers. */
const ROWS = 270_000;

describe('a thousand brush moves over several plots', () => {
  let database: NodeDatabase;
  let oracle: Oracle;
  before(async () => {
    [database, oracle] = [await nodeDatabase(), await openDuckdb()];
  });
  after(async () => {
    database.close();
    await oracle.close();
  });

  it(`give the counts of SQL, on the CPU (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    const rows = randomRows(random, ROWS, 2000);
    const engine = nodeEngine(database);
    void engine.define({ name: 't', data: rows.data }, {});
    const plots = await Promise.all(
      PLOTS.map(({ mark, x, y, brush }) =>
        nodePlot(engine, { from: 't', mark, x: y ? x : `bin(${x})`, y: y ?? 'count()', brush }),
      ),
    );
    const groups = await Promise.all(
      Object.keys(GROUPS).map((y) => nodePlot(engine, { from: 't', mark: 'point', x: 'b', y })),
    );
    await Promise.all([...plots, ...groups].map((plot) => plot.until('ready')));
    const [views, groupViews] = [plots, groups].map((some) => some.map(({ view }) => view)) as [Plot[], Plot[]];
    await checkRandomMoves({ views, groupViews, rows, oracle, random, moves: MOVES });
    await engine.dispose();
  });
});
