/** Elements in the language of the page: translated before and after they are there, and back. */
import '../../src/index';
import { configure, setMessages, type PikaTable } from '../../src/index';
import { until } from '../harness/patience.mjs';

configure({ backend: 'cpu' });

describe('setMessages', () => {
  afterEach(() => {
    document.documentElement.lang = 'en';
    document.body.replaceChildren();
  });

  it('translates elements when their language or their messages change', async () => {
    setMessages('de', {
      count: { selectedOf: { one: '{selected} von {all} Zeile', other: '{selected} von {all} Zeilen' } },
      hover: { showTable: 'Als Tabelle zeigen' },
      input: { all: 'Alle', noValue: 'kein Wert', label: '{label}: {count}' },
      plot: { role: 'Diagramm' },
      table: { rows: { one: '{count} Zeile', other: '{count} Zeilen' }, name: 'Zeilen von {query}' },
    });
    document.body.innerHTML = `
      <pika-query name="q" sql="SELECT i, CASE WHEN i % 3 > 0 THEN 'a' || i % 3 END AS c FROM range(12345) r(i)"></pika-query>
      <pika-plot from="q" mark="bar" x="bin(i)" y="count()" brush="x"></pika-plot>
      <pika-count from="q"></pika-count><pika-input from="q" column="c"></pika-input><pika-table from="q"></pika-table>`;
    const text = (selector: string, part: string): string =>
      document.querySelector(selector)?.shadowRoot?.querySelector(part)?.textContent?.trim() ?? '';
    const plot = (): Element | null =>
      document.querySelector('pika-plot')?.shadowRoot?.querySelector('[part=plot]') ?? null;
    const options = (): string =>
      [...document.querySelector('pika-input')!.shadowRoot!.querySelectorAll('option')].map((one) => one.label).join();

    const assertEnglish = async (): Promise<void> => {
      await until('the table is English', () => text('pika-table', '.status') === '12,345 rows');
      await until('the filter is English', () => options() === 'All,a1 (4,115),a2 (4,115),no value (4,115)');
      await until('the plot is English', () => plot()?.getAttribute('aria-roledescription') === 'plot');
    };
    const assertGerman = async (): Promise<void> => {
      await until('the table is German', () => text('pika-table', '.status') === '12.345 Zeilen', {
        explain: () => text('pika-table', '.status'),
      });
      await until('the filter is German', () => options() === 'Alle,a1: 4.115,a2: 4.115,kein Wert: 4.115', {
        explain: options,
      });
      await until('the plot is German', () => plot()?.getAttribute('aria-roledescription') === 'Diagramm');
      await until('its table too', () => text('pika-plot', '.data .toggle') === 'Als Tabelle zeigen');
    };

    await assertEnglish();
    document.documentElement.lang = 'de-AT';
    await until('the table is Austrian', () => /^12.345 Zeilen$/.test(text('pika-table', '.status')));
    document.documentElement.lang = 'de';
    await assertGerman();
    const table = document.querySelector<PikaTable>('pika-table')!;
    await until('its name too', () => {
      return table.shadowRoot!.querySelector('.grid')!.getAttribute('aria-label') === 'Zeilen von q';
    });
    setMessages('de', { table: { rows: 'alle {count}' } });
    await until('a later message is taken', () => text('pika-table', '.status') === 'alle 12.345');
    document.documentElement.lang = 'en';
    await assertEnglish();

    const box = document.createElement('div');
    box.lang = 'de';
    document.body.append(box);
    box.append(table);
    await until('it is German where it is moved', () => text('pika-table', '.status') === 'alle 12.345');
    table.remove();
    setMessages('de', { table: { rows: 'nun {count}' } });
    await new Promise((resolve) => setTimeout(resolve, 0));
    box.append(table);
    await until('it says what was translated meanwhile', () => text('pika-table', '.status') === 'nun 12.345');
  });
});
