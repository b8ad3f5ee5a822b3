import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UploadWindow } from '../../../src/engine/gpu/columns/upload-window';

test('an upload window admits uploads in order while they fit, and a larger one alone', async () => {
  const window = new UploadWindow(10);
  const inside: string[] = [];
  const leave = new Map<string, () => void>();
  const ask = (name: string, sizeBytes: number): void =>
    void window.enter(sizeBytes).then((out) => {
      inside.push(name);
      leave.set(name, () => {
        inside.splice(inside.indexOf(name), 1);
        out();
      });
    });
  const now = async (): Promise<string> => {
    await new Promise((resolve) => setImmediate(resolve));
    return inside.join();
  };
  ask('a', 6);
  ask('b', 4);
  ask('c', 0);
  ask('d', 7);
  ask('e', 1);
  assert.equal(await now(), 'a,b,c');
  leave.get('b')!();
  assert.equal(await now(), 'a,c', 'no upload overtakes d');
  leave.get('a')!();
  assert.equal(await now(), 'c,d,e');
  ask('f', 25);
  ask('g', 1);
  ['c', 'd'].forEach((name) => leave.get(name)!());
  assert.equal(await now(), 'e');
  leave.get('e')!();
  assert.equal(await now(), 'f');
  leave.get('f')!();
  assert.equal(await now(), 'g');
});
