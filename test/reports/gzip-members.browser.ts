import { PikaError } from '../../src/engine/errors';
import { createCatalog } from '../../src/engine/source/catalog';
import { gunzip } from '../../src/engine/source/files/gunzip';
import { Random } from '../harness/random';
import { gzipped, joined, member, packed, bgzip } from './gzip-files';

const text = (from: number, rows: number): string =>
  Array.from({ length: rows }, (_, i) => `${from + i},"row ${(from + i) * 7919}"\n`).join('');
const bytesOf = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await gunzip(new Blob([bytes]), 'x.gz', 'q')).text();
}

function same(actual: string, expected: string, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected.length} characters, found ${actual.length}`);
}

async function refused(bytes: Uint8Array<ArrayBuffer>, what: string): Promise<void> {
  const thrown = await unpacked(bytes).then(
    (found) => `${found.length} characters`,
    (error: unknown) => error,
  );
  if (
    !(thrown instanceof PikaError) ||
    thrown.code !== 'source/bad-file' ||
    !/gzip.*do not decompress/.test(thrown.message)
  )
    throw new Error(`${what}: ${String(thrown)}`);
}

describe('gzip with several members', () => {
  it('is decompressed to the last member: two, empty ones, hundreds, and bgzip', async () => {
    const [a, b] = [text(0, 1000), text(1000, 50_000)];
    same(await unpacked(joined(await gzipped(a), await gzipped(b))), a + b, 'two');
    same(
      await unpacked(
        joined(await gzipped(''), await gzipped(a), await gzipped(''), await gzipped(b), await gzipped('')),
      ),
      a + b,
      'with empty ones between',
    );
    const many = await Promise.all(Array.from({ length: 400 }, (_, i) => gzipped(text(i, i % 5))));
    same(
      await unpacked(joined(...many)),
      Array.from({ length: 400 }, (_, i) => text(i, i % 5)).join(''),
      'four hundred',
    );
    same(await unpacked(await bgzip(bytesOf(a + b))), a + b, 'bgzip');
    // Headers at every position of a chunk, including its last bytes.
    for (const size of [65_533, 65_534, 65_535, 65_536]) {
      const noise = new Random(size);
      const first = await member(
        packed(Uint8Array.from({ length: size - 28 - 5 * 1 }, () => Math.floor(noise.next() * 256))),
        null,
      );
      same((await unpacked(joined(first, await gzipped(a)))).slice(-a.length), a, `a chunk of about ${size}`);
    }
  });

  it('is decompressed without padding zeros', async () => {
    const content = text(0, 3);
    // Lengths that end with zero bytes too: 0, below 256, 65,536.
    for (const whole of ['', content, 'x'.repeat(65_536), 'y'.repeat(2 ** 24)]) {
      for (const zeros of [1, 3, 8, 9, 15, 16, 17, 511, 100_000]) {
        same(
          await unpacked(joined(await gzipped(content), await gzipped(whole), new Uint8Array(zeros))),
          content + whole,
          `${zeros} zeros behind ${whole.length} characters`,
        );
      }
    }
  });

  it('keeps gzip inside gzip as content', async () => {
    const inner = joined(await gzipped(text(0, 10)), await gzipped(text(10, 10)), await gzipped(''));
    const outer = joined(await member(packed(inner), null, inner), await gzipped('end'));
    const found = new Uint8Array(await (await gunzip(new Blob([outer]), 'x.gz', 'q')).arrayBuffer());
    same(String(found), String(joined(inner, bytesOf('end'))), 'stored unchanged');
  });

  it('is rejected if a member is truncated, damaged, or followed by other data', async () => {
    const [a, b] = [await gzipped(text(0, 1000)), await gzipped(text(1000, 1000))];
    const at = (bytes: Uint8Array<ArrayBuffer>, index: number): Uint8Array<ArrayBuffer> =>
      bytes.map((byte, i) => (i === index ? byte ^ 0x55 : byte));
    await refused(joined(a, b.slice(0, -1)), 'second truncated by a byte');
    await refused(joined(a, b.slice(0, 40)), 'second cut');
    await refused(joined(a, b.slice(0, 9)), 'second truncated in its header');
    await refused(joined(a.slice(0, -3), b), 'first cut');
    for (const index of [a.length - 1, a.length - 6, 30]) {
      await refused(joined(at(a, index), b), `first damaged at ${index} of ${a.length}`);
      await refused(joined(b, at(a, index)), `last damaged at ${index} of ${a.length}`);
      await refused(joined(at(a, index), new Uint8Array(40)), `damaged at ${index} of ${a.length} and padded`);
    }
    await refused(joined(a, bytesOf('and a line')), 'text after it');
    await refused(joined(Uint8Array.of(0x1f, 0x8b, 8), new Uint8Array(100)), 'a header followed by zeros');
  });

  it('is one table in any format', async () => {
    const catalog = createCatalog();
    const owner = {};
    try {
      const csv = joined(await gzipped('n,word\n1,a\n'), await gzipped('2,b\n3,c\n'), new Uint8Array(512));
      const json = joined(await gzipped('{"n": 1}\n{"n": 2}\n'), await gzipped('{"n": 3}\n'));
      for (const [name, bytes] of [
        ['log.csv.gz', csv],
        ['log.ndjson.gz', json],
        ['bgzip.csv.gz', await bgzip(bytesOf('n,word\n1,a\n2,b\n3,c\n'), 7)],
      ] as const) {
        catalog.define({ name: 'log', src: new File([bytes], name) }, owner);
        const { rowCount } = await catalog.open('log');
        if (rowCount !== 3) throw new Error(`${name}: ${rowCount} rows`);
      }
    } finally {
      catalog.dispose();
    }
  });
});
