import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../src/engine/engine';
import { PikaError } from '../src/engine/errors';
import type { QueryState } from '../src/engine/query-states';
import { nodeDatabase, type NodeDatabase } from './harness/node-database';
import { nodeEngine } from './harness/node-engine';
import { until } from './harness/patience.mjs';

describe('the state of a query', () => {
  let database: NodeDatabase;
  let engine: Engine;
  const owner = {};

  before(async () => {
    database = await nodeDatabase();
    engine = nodeEngine(database);
  });
  after(async () => {
    await engine.dispose();
    database.close();
  });

  const statusOf = (name: string): string => engine.queryState(name).status;

  it('follows it from its definition to its removal', async () => {
    assert.equal(statusOf('rows'), 'absent');
    void engine.define({ name: 'rows', sql: 'SELECT range AS v FROM range(7)' }, owner);
    assert.equal(statusOf('rows'), 'loading');
    await engine.open('rows');
    const { status, rowCount, columns, error } = engine.queryState('rows');
    assert.deepEqual([status, rowCount, columns, error], ['ready', 7, ['v'], null]);
    // The same definition changes nothing.
    void engine.define({ name: 'rows', sql: 'SELECT range AS v FROM range(7)' }, owner);
    assert.equal(statusOf('rows'), 'ready');
    void engine.define({ name: 'rows', sql: 'SELECT range AS w FROM range(3)' }, owner);
    assert.deepEqual([statusOf('rows'), engine.queryState('rows').rowCount], ['loading', 7]);
    await engine.open('rows');
    assert.deepEqual([statusOf('rows'), engine.queryState('rows').columns], ['ready', ['w']]);
    engine.remove('rows', owner);
    assert.equal(statusOf('rows'), 'absent');
  });

  it('is the error of its rows, until it is defined anew', async () => {
    void engine.define({ name: 'wrong', sql: 'SELECT nothing FROM nowhere' }, owner);
    await assert.rejects(engine.open('wrong'));
    assert.deepEqual([statusOf('wrong'), engine.queryState('wrong').error?.code], ['error', 'plan/unknown-query']);
    void engine.define({ name: 'wrong', sql: 'SELECT 1 AS v' }, owner);
    await engine.open('wrong');
    assert.deepEqual([statusOf('wrong'), engine.queryState('wrong').error], ['ready', null]);
    engine.remove('wrong', owner);
  });

  it('is that of a query that reads another one, too', async () => {
    void engine.define({ name: 'first', sql: 'SELECT 1 AS v' }, owner);
    void engine.define({ name: 'second', sql: 'SELECT * FROM first' }, owner);
    await engine.open('second');
    void engine.define({ name: 'first', sql: 'SELECT 1 AS v UNION ALL SELECT 2' }, owner);
    assert.equal(statusOf('second'), 'loading');
    await engine.open('second');
    assert.equal(engine.queryState('second').rowCount, 2);
    engine.remove('first', owner);
    engine.remove('second', owner);
  });

  it('waits for a file, and a canceled request leaves it loading', async () => {
    engine.claimName('file', owner, 'user');
    assert.equal(statusOf('file'), 'waiting');
    void engine.define({ name: 'file', sql: 'SELECT count(*) FROM range(20000000) a, range(20000000) b' }, owner);
    const stop = new AbortController();
    const opened = engine.open('file', { signal: stop.signal });
    stop.abort();
    await assert.rejects(opened);
    assert.equal(statusOf('file'), 'loading');
    engine.remove('file', owner);
  });

  it('is why its rows were not provided: plots that wait for them, and later ones, get the same error', async () => {
    engine.claimName('late', owner, 'script');
    const waiting = engine.open('late');
    const error = new PikaError('source/missing-src', { subject: 's', expected: 'e', found: 'f', next: 'n' });
    engine.refuse('late', owner, error);
    await assert.rejects(waiting, error);
    await assert.rejects(engine.open('late'), error);
    assert.deepEqual([statusOf('late'), engine.queryState('late').error], ['error', error]);
    void engine.define({ name: 'late', sql: 'SELECT 1 AS v' }, owner);
    await engine.open('late');
    assert.equal(statusOf('late'), 'ready');
    engine.remove('late', owner);
  });

  it('is announced, the last one of a frame, and the object stays the same until then', async () => {
    const heard: QueryState[] = [];
    const off = engine.events.on('query', ({ detail }) => heard.push(detail), { source: 'told' });
    void engine.define({ name: 'told', sql: 'SELECT 1 AS v' }, owner);
    await engine.open('told');
    await until('it is announced', () => heard.at(-1)?.status === 'ready');
    assert.equal(heard.at(-1), engine.queryState('told'));
    engine.remove('told', owner);
    await until('its removal is announced', () => heard.at(-1)?.status === 'absent');
    off();
  });
});
