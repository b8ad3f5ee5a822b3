import { PikaError } from '../../../src/engine/errors';
import { createCatalog } from '../../../src/engine/source/catalog';
import { report } from '../../harness/patience.mjs';
import { Random } from '../../harness/random';
import { mutations } from '../../rows/mutations';

const { PIKA_MUTATIONS = '150' } = (
  (await import('/test/environment.js' as string)) as { default: Record<string, string> }
).default;
const ALLOWED = new Set([
  'source/bad-file',
  'source/unsupported-format',
  'rows/unsupported-type',
  'source/fetch-failed',
]);

describe('damaged CSV', () => {
  const catalog = createCatalog();
  const owner = {};
  after(() => catalog.dispose());

  it(`is read or rejected with a known error in ${PIKA_MUTATIONS} variants, and the intact file is read afterwards`, async function () {
    this.timeout(0);
    const lines = Array.from(
      { length: 40 },
      (_, i) =>
        `${i},"${i % 3 === 0 ? 'a ""quoted"", text' : 'zürich'}",2024-01-${String(1 + (i % 28)).padStart(2, '0')},${i / 8}`,
    );
    const whole = new TextEncoder().encode(`n,text,day,half\n${lines.join('\n')}\n`);
    const stream = new Random(20_261_122);
    const outcomes = { read: 0, refused: 0 };
    for (const hurt of mutations(whole, Number(PIKA_MUTATIONS), () => stream.next())) {
      report({ awaits: `damaged file ${outcomes.read + outcomes.refused}` });
      catalog.define({ name: 'hurt', src: new File([hurt], 'hurt.csv') }, owner);
      try {
        const relation = await catalog.open('hurt');
        await relation.columns(relation.fields.slice(0, 2).map(({ name }) => `"${name.replaceAll('"', '""')}"`));
        outcomes.read++;
      } catch (thrown) {
        if (!(thrown instanceof PikaError) || !ALLOWED.has(thrown.code)) throw thrown;
        outcomes.refused++;
      }
    }
    catalog.define({ name: 'whole', src: new File([whole], 'whole.csv') }, owner);
    const { rowCount, fields } = await catalog.open('whole');
    if (rowCount !== 40 || fields.map(({ sqlType }) => sqlType).join() !== 'BIGINT,VARCHAR,DATE,DOUBLE')
      throw new Error(`the whole file: ${rowCount} rows of ${JSON.stringify(fields)}`);
    console.log(`measured: CSV damaged: ${outcomes.read} read, ${outcomes.refused} refused`);
  });
});
