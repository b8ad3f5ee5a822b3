import assert from 'node:assert/strict';
import { it } from 'node:test';
import { changeIn } from '../../src/engine/snapshot/file-facts';

const cases = [
  ['the same tag and size', ['"a"', 5], ['"a"', 5], null],
  ['the same tag, weak because the server compresses', ['"a"', 5], ['W/"a"', null], null],
  ['the same tag, with the encoding that the server chose', ['"a-1-br"', null], ['"a-1-gzip"', null], null],
  ['the same tag, with an encoding now', ['"a-1"', 5], ['W/"a-1;gzip"', null], null],
  ['the same tag, though a proxy reports another size', ['"a"', 5], ['"a"', 6], null],
  ['another size', ['"a"', 5], ['"b"', 6], 'its size was 5 bytes and is now 6'],
  ['another size, without tags', [null, 5], [null, 6], 'its size was 5 bytes and is now 6'],
  ['another tag of the same size', ['"a"', 5], ['"b"', 5], 'its ETag was "a" and is now "b"'],
  ['another tag, without sizes', ['"a"', null], ['"b"', null], 'its ETag was "a" and is now "b"'],
  ['a server that reports nothing now', ['"a"', 5], [null, null], null],
  ['a server that reported nothing then', [null, null], ['"a"', 5], null],
  ['an empty file', [null, 5], [null, 0], 'its size was 5 bytes and is now 0'],
] as const;

for (const [what, [etag, sizeBytes], [etagNow, sizeBytesNow], expected] of cases)
  it(`finds ${expected === null ? 'no change' : 'a change'} with ${what}`, () =>
    assert.equal(changeIn({ etag, sizeBytes }, { etag: etagNow, sizeBytes: sizeBytesNow }), expected));
