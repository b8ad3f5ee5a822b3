/** Prints the attributes of each mark as JSON, for the pages of marks. `reference.ts` runs it. */
import { COMMON_ATTRIBUTES, TABLE_ATTRIBUTES } from '../../src/engine/grammar/plot-attributes';
import { MARK_NAMES } from '../../src/engine/grammar/mark-name';
import { loadMarks, markNamed } from '../../src/engine/plan/marks/index';

async function print(): Promise<void> {
  await loadMarks(MARK_NAMES);
  const marks = Object.fromEntries(MARK_NAMES.map((name) => [name, markNamed(name).attributes]));
  console.log(JSON.stringify({ common: COMMON_ATTRIBUTES, table: TABLE_ATTRIBUTES, marks }));
}

void print();
