import '../../src/index';
import { REMARKS } from '../../src/components/color-checks';
import type { PikaQuery } from '../../src/components/pika-query/pika-query';

function equal(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(`expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
}

describe('attributes of a CSV query', () => {
  it('apply to the file, and the console reports what they leave ambiguous', async () => {
    // Otherwise, the first notes come with their code, after the rows.
    await REMARKS.load();
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (...words: unknown[]) => void warned.push(words.join(' '));
    const query = document.createElement('pika-query') as PikaQuery;
    const latin = Uint8Array.from(
      'Straße|Preis|plz|tag\nBäckerweg|1.234,50|01234|01/02/2024\n-|7,5|10115|03/04/2024\n',
      (character) => character.charCodeAt(0),
    );
    for (const [name, value] of Object.entries({
      name: 'prices',
      encoding: 'latin-1',
      delimiter: '|',
      'decimal-separator': ',',
      thousands: '.',
      types: 'plz: VARCHAR',
      nullstr: ', -',
      'sample-size': 'all',
    }))
      query.setAttribute(name, value);
    query.src = new File([latin], 'prices.csv');
    document.body.append(query);
    try {
      const { fields } = await query.ready;
      equal(
        fields.map(({ sqlType }) => sqlType),
        ['VARCHAR', 'DOUBLE', 'VARCHAR', 'DATE'],
      );
      const [first, second] = await query.toArray();
      equal(
        [first!['Straße'], first!['Preis'], first!['plz'], second!['Straße']],
        ['Bäckerweg', 1234.5, '01234', null],
      );
      equal(
        warned.filter((text) => text.includes('prices')),
        [
          '[pika] query "prices": column "tag": "01/02/2024" was read with the day first; dateformat="%m/%d/%Y" reads the month first.',
        ],
      );
      query.src = new File(['[{"a": 1}]'], 'rows.json');
      query.removeAttribute('encoding');
      await query.updateComplete;
      await query.ready;
      equal(
        warned.filter((text) => text.includes('thousands')),
        [
          '[pika] <pika-query>: The attribute "thousands" has no effect with a file that is not CSV. [object HTMLElement]',
        ],
      );
      query.setAttribute('encoding', 'klingon');
      await query.updateComplete;
      const code = await query.ready.then(
        () => 'rows',
        (thrown: unknown) => (thrown as { code: string }).code,
      );
      equal(code, 'source/bad-option');
    } finally {
      console.warn = warn;
      query.remove();
    }
  });
});
