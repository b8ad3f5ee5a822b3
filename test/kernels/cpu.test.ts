/// <reference types="node" />
import { after, before, describe, it } from 'node:test';
import { recorded } from '../harness/devices/recorded';
import { openDuckdb } from '../harness/duckdb-node';
import { conformanceOn } from './conformance-run';

const { title, cases, open, close } = conformanceOn(recorded, openDuckdb);

describe(title, () => {
  before(open);
  after(close);
  for (const { name, run } of cases) it(name, run);
});
