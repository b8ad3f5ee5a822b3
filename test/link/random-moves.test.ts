/// <reference types="node" />
import { after, before, describe, it } from 'node:test';
import { openDuckdb } from '../harness/duckdb-node';
import { nodeDatabase, type NodeDatabase } from '../harness/node-database';
import { nodeEngine, nodePlot } from '../harness/node-engine';
import type { Oracle } from '../harness/oracle';
import { Random } from '../harness/random';
import { checkRandomMoves, PLOTS, randomRows } from './random-moves';

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
    await Promise.all(plots.map((plot) => plot.until('ready')));
    await checkRandomMoves({ views: plots.map(({ view }) => view), rows, oracle, random, moves: MOVES });
    await engine.dispose();
  });
});
