/// <reference types="node" />
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chooseStrategy,
  costsOf,
  dragMs,
  type IndexCase,
  type Strategy,
} from '../../src/engine/brush-index/index-strategy';
import { AVERAGE_CASES, STRATEGY_CASES, type StrategyCase } from './strategy-cases';

/** Too short to be noticed; a busy machine varies by as much. */
const UNSEEN_MS = 1;

function drags({ scan, tile, delta }: StrategyCase): Partial<Record<Strategy, number>> {
  const took = ([buildMs, moveMs]: readonly [number, number]): number => dragMs({ buildMs, moveMs });
  return { scan: took(scan), delta: took(delta), ...(tile && { tile: took(tile) }) };
}

describe('the strategy of an index', () => {
  for (const one of [...STRATEGY_CASES, ...AVERAGE_CASES]) {
    it(`is the fastest, or at most a fifth slower: ${one.rows} rows, ${one.pixels.join('×')} pixels, ${one.cells.join('×')} cells${one.tables ? ' of averages' : ''}`, () => {
      const took = drags(one);
      const best = Math.min(...Object.values(took));
      const chosen = chooseStrategy({ ...one, workers: 1 });
      const ms = took[chosen];
      assert.ok(
        ms !== undefined && (ms <= 1.2 * best || ms <= best + UNSEEN_MS),
        `chose ${chosen}: ${ms} ms a drag; the best takes ${best}: ${JSON.stringify(took)}`,
      );
    });
  }

  it('scans the rows if no index fits into memory', () => {
    const vast: IndexCase = { rows: 200e6, workers: 2, pixels: [500], cells: [512, 512] };
    assert.ok(costsOf(vast).delta.sizeBytes > 1e9);
    assert.equal(chooseStrategy(vast), 'scan');
    assert.equal(chooseStrategy({ ...vast, cells: [64] }), 'tile');
  });

  it('never builds a table of gigabytes', () => {
    assert.equal(chooseStrategy({ rows: 1e6, workers: 2, pixels: [512], cells: [512, 512] }), 'delta');
    assert.equal(chooseStrategy({ rows: 1e9, workers: 2, pixels: [512, 512], cells: [64] }), 'scan');
  });
});
