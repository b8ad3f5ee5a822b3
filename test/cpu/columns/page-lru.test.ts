import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PageLru } from '../../../src/engine/cpu/columns/page-lru';

interface Named {
  readonly name: string;
  readonly pages: Uint8Array[];
}

const page = (bytes: number): Uint8Array => new Uint8Array(bytes);

function entryOf(lru: PageLru<Named>, name: string): Named {
  return lru.use(
    (entry) => entry.name === name,
    () => ({ name, pages: [] }),
  );
}

const has = (lru: PageLru<Named>, name: string): boolean => lru.find((entry) => entry.name === name) !== null;

describe('the LRU of pages', () => {
  it('evicts the least recently used entry as a whole', () => {
    const lru = new PageLru<Named>(30);
    const [a, b] = [entryOf(lru, 'a'), entryOf(lru, 'b')];
    lru.store(a, 0, page(10));
    lru.store(a, 1, page(10));
    lru.store(b, 0, page(10));
    entryOf(lru, 'a');
    lru.store(a, 2, page(10));
    assert.equal(has(lru, 'b'), false);
    assert.equal(lru.sizeBytes, 30);
  });

  it('never evicts the entry being stored to, and stores nothing beyond the budget', () => {
    const lru = new PageLru<Named>(15);
    const a = entryOf(lru, 'a');
    lru.store(a, 0, page(10));
    lru.store(a, 1, page(10));
    assert.equal(a.pages[1], undefined);
    assert.equal(lru.sizeBytes, 10);
  });

  it('stores nothing for an entry that it has evicted', () => {
    const lru = new PageLru<Named>(10);
    const a = entryOf(lru, 'a');
    lru.store(a, 0, page(10));
    lru.store(entryOf(lru, 'b'), 0, page(10));
    assert.equal(has(lru, 'a'), false);
    lru.store(a, 1, page(1));
    assert.equal(lru.sizeBytes, 10);
  });

  it('limits the number of entries', () => {
    const lru = new PageLru<Named>(1000, 2);
    lru.store(entryOf(lru, 'a'), 0, page(10));
    entryOf(lru, 'b');
    entryOf(lru, 'c');
    assert.equal(has(lru, 'a'), false);
    assert.equal(lru.sizeBytes, 0);
  });

  it('counts the bytes of what it drops', () => {
    const lru = new PageLru<Named>(100);
    lru.store(entryOf(lru, 'a'), 3, page(10));
    lru.store(entryOf(lru, 'b'), 0, page(20));
    lru.drop(({ name }) => name === 'a');
    assert.equal(lru.sizeBytes, 20);
    lru.clear();
    assert.equal(lru.sizeBytes, 0);
  });
});
