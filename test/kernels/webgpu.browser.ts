/// <reference types="mocha" />
import { webgpu } from '../harness/devices/webgpu';
import { openDuckdb } from '../harness/duckdb-browser';
import { conformanceOn } from './conformance-run';

const { title, cases, open, close } = conformanceOn(webgpu, openDuckdb);

describe(title, () => {
  before(open);
  after(close);
  for (const { name, run } of cases) it(name, run);
});
