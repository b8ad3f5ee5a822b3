/// <reference types="node" />
import { after, before, describe, it } from 'node:test';
import { validating } from '../harness/devices/validating';
import { openDuckdb } from '../harness/duckdb-node';
import { conformanceOn } from './conformance-run';

const device = await validating();

if (!device) it.skip('the package webgpu has no binary for this platform');
else {
  const { title, cases, open, close } = conformanceOn(device, openDuckdb);
  describe(title, () => {
    before(open);
    after(close);
    for (const { name, run } of cases) it(name, run);
  });
}
