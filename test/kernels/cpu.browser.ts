/// <reference types="mocha" />
import { workers } from '../harness/devices/workers';
import { openDuckdb } from '../harness/duckdb-browser';
import { conformanceOn } from './conformance-run';

const { title, cases, open, close } = conformanceOn(workers, openDuckdb);

describe(title, () => {
  before(open);
  after(close);
  for (const { name, run } of cases) it(name, run);
});
