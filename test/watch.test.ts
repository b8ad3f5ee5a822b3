/// <reference types="node" />
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { HEARTBEAT_MS, PATIENCE_MS } from './harness/patience.mjs';
import { watch } from './watch.mjs';

class Child extends EventEmitter {
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  readonly signals: string[] = [];
  kill(signal: string): void {
    this.signals.push(signal);
  }
}

describe('a watched test command', () => {
  let child: Child;
  let nowMs: number;
  let said: string[];
  let hung: Promise<string | null>;
  const pass = (delayMs: number): void => {
    for (let done = 0; done < delayMs; done += 1000) {
      nowMs += 1000;
      mock.timers.tick(1000);
    }
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    [child, nowMs, said] = [new Child(), 0, []];
    hung = watch(child as unknown as ChildProcess, {
      stage: 'pages',
      name: 'one file',
      say: (line) => said.push(line),
      nowMs: () => nowMs,
    });
  });
  afterEach(() => mock.timers.reset());

  it('prints what it awaits after every half minute of silence', async () => {
    child.emit('message', { test: 'zoom.test.mjs › keys' });
    child.emit('message', { awaits: 'counts stay' });
    pass(2 * HEARTBEAT_MS);
    assert.deepEqual(said, [
      '… 30 s: pages › zoom.test.mjs › keys › awaits counts stay',
      '… 60 s: pages › zoom.test.mjs › keys › awaits counts stay',
    ]);
    child.emit('close');
    assert.equal(await hung, null);
  });

  it('may run forever as long as something happens', async () => {
    for (let turn = 0; turn < 100; turn++) {
      pass(PATIENCE_MS);
      if (turn % 2) child.stdout.emit('data', '.');
      else child.emit('message', { awaits: null });
    }
    assert.deepEqual(child.signals, []);
    child.emit('close');
    assert.equal(await hung, null);
  });

  it('is killed after a silence longer than any wait may last, and the error names what it hung on', async () => {
    child.emit('message', { test: 'zoom.test.mjs › keys' });
    pass(PATIENCE_MS);
    assert.deepEqual(child.signals, []);
    pass(90_000);
    assert.deepEqual(new Set(child.signals), new Set(['SIGTERM', 'SIGKILL']));
    child.emit('close');
    assert.equal(await hung, 'hangs: nothing happened for 16 minutes in pages › zoom.test.mjs › keys');
  });
});
