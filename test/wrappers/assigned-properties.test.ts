import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AssignedProperties } from '../../wrappers/assigned-properties';

/** An element that notes what is assigned to it. */
function element(): { readonly target: object; readonly log: [PropertyKey, unknown][] } {
  const log: [PropertyKey, unknown][] = [];
  const target = new Proxy({}, { set: (_, property, value) => log.push([property, value]) > 0 });
  return { target, log };
}

describe('the properties that a component assigns', () => {
  const again = (property: string, first: unknown, second: unknown): boolean => {
    const { target, log } = element();
    const assigned = new AssignedProperties();
    assigned.assign(target, [[property, first]]);
    assigned.assign(target, [[property, second]]);
    return log.length === 2;
  };

  it('are those with another content, whoever made the object', () => {
    const spec = (mark: string): object => ({ mark, scales: { x: { domain: [0, 1] } } });
    assert.equal(again('spec', spec('bar'), spec('bar')), false);
    assert.equal(again('spec', spec('bar'), spec('line')), true);
    assert.equal(again('params', { since: new Date(1), n: 1n }, { since: new Date(1), n: 1n }), false);
    assert.equal(again('params', { since: new Date(1) }, { since: new Date(2) }), true);
    assert.equal(again('params', { a: 1 }, { a: 1, b: undefined }), true);
    assert.equal(again('options', ['a'], { 0: 'a' }), true);
    assert.equal(again('src', new Blob(['a']), new Blob(['a'])), true);
  });

  it('are rows whenever they are another object', () => {
    const rows = [{ a: 1 }];
    assert.equal(again('data', rows, [{ a: 1 }]), true);
    assert.equal(again('data', rows, rows), false);
  });

  it('are null where they are no longer given, and all of them on a new element', () => {
    const assigned = new AssignedProperties();
    const [first, second] = [element(), element()];
    assigned.assign(first.target, [['spec', { a: 1 }]]);
    assigned.assign(first.target, [['spec', undefined]]);
    assigned.assign(second.target, [['spec', { a: 1 }]]);
    assert.deepEqual(first.log, [
      ['spec', { a: 1 }],
      ['spec', null],
    ]);
    assert.deepEqual(second.log, [['spec', { a: 1 }]]);
  });
});
