/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedListener } from '../../src/components/controllers/shared-listener';

test('many listeners are one for the browser, from the first to the last', () => {
  const events: string[] = [];
  let call: (what: string) => void = () => undefined;
  const shared = new SharedListener<[string]>((all) => {
    events.push('begin');
    call = all;
    return () => void events.push('end');
  });
  const off = ['a', 'b'].map((name) => shared.add((what) => void events.push(`${name} ${what}`)));
  call('one');
  off[0]!();
  off[0]!();
  call('two');
  off[1]!();
  shared.add(() => void events.push('again'))();
  assert.deepEqual(events, ['begin', 'a one', 'b one', 'b two', 'end', 'begin', 'end']);
});

test('a listener that is removed during a call does not disturb the others', () => {
  const events: string[] = [];
  let call = (): void => undefined;
  const shared = new SharedListener((all) => {
    call = all;
    return () => undefined;
  });
  const off = shared.add(() => {
    events.push('a');
    off();
  });
  shared.add(() => void events.push('b'));
  call();
  call();
  assert.deepEqual(events, ['a', 'b', 'b']);
});
