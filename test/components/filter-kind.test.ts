import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PikaError } from '../../src/engine/errors';
import { checkKind } from '../../src/components/pika-input/filter-kind';
import { badInput } from '../../src/components/pika-input/input-remarks';

describe('the type of an input', () => {
  it('is named by the error about it', () => {
    assert.throws(
      () => checkKind('histogram'),
      ({ code, detail }: PikaError) =>
        code === 'spec/bad-input' &&
        detail.subject === 'attribute type of <pika-input column="…">' &&
        detail.found === '"histogram"' &&
        /"interval" has a histogram/.test(detail.next),
    );
    const { subject, found } = badInput('cut', 'slider').detail;
    assert.deepEqual([subject, found], ['attribute type of <pika-input name="cut">', '"slider"']);
  });
});
