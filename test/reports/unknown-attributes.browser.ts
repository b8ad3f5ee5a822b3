/// <reference types="mocha" />
/**
 * An attribute without effect is noted in the plot and reported once on the console, with the likely intended name.
 * Attributes of HTML and frameworks are accepted.
 */
import '../../src/index';
import { REMARKS } from '../../src/components/color-checks';
import { configure } from '../../src/index';

configure({ backend: 'cpu' });

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

const holder = document.createElement('div');
document.body.append(holder);
const warnings: string[] = [];
const { warn } = console;

async function place(html: string): Promise<string[]> {
  holder.innerHTML = html;
  const elements = [...holder.querySelectorAll('*')].filter(({ localName }) => localName.startsWith('pika-'));
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await Promise.all(
      elements.map((element) => (element as Partial<{ updateComplete: Promise<unknown> }>).updateComplete),
    );
  }
  return elements.map((element) =>
    [...element.shadowRoot!.querySelectorAll('[part=note]')].map(({ textContent }) => textContent).join(),
  );
}

const noteOf = async (html: string): Promise<string> => (await place(html)).at(-1)!;

describe('an attribute without effect', () => {
  before(async () => {
    // Otherwise, the first notes come with their code, after the plots.
    await REMARKS.load();
    console.warn = (text: unknown) => {
      if (String(text).startsWith('[pika]')) warnings.push(String(text));
    };
  });
  after(() => {
    console.warn = warn;
  });
  beforeEach(() => {
    warnings.length = 0;
  });
  afterEach(() => holder.replaceChildren());

  for (const [attributes, note] of [
    ['mark="bar" curve="step"', 'The attribute "curve" has no effect with mark="bar".'],
    ['mark="bar" brsh="x"', 'There is no attribute "brsh". Did you mean "brush"?'],
    ['mark="bar" xdomain="0, 1"', 'There is no attribute "xdomain". Did you mean "x-domain"?'],
    ['mark="bar" x-domian="0, 1"', 'There is no attribute "x-domian". Did you mean "x-domain"?'],
    ['mark="bar" filterby="a"', 'There is no attribute "filterby". Did you mean "filter-by"?'],
    ['mark="bar" width="300"', 'There is no attribute "width". Use CSS.'],
    ['mark="bar" gibberish', 'There is no attribute "gibberish".'],
    ['mark="bar" dash="4 2"', 'The attribute "dash" has no effect with mark="bar".'],
    ['mark="density" y-domain="0, 1"', ''],
    ['mark="bar" zoom-group="a"', 'The attribute "zoom-group" has no effect without the attribute "zoom".'],
    ['mark="bar" zoom zoom-group="a"', ''],
    ['mark="bar" tooltip="none"', 'tooltip="none" has no effect: write tooltip="off", or leave it out.'],
    ['mark="bar" tooltip="off"', ''],
  ] as const) {
    it(`on a plot: ${attributes}`, async () => {
      equal(await noteOf(`<pika-plot from="rows" x="bin(v)" ${attributes}></pika-plot>`), note, 'note');
      equal(
        warnings.map((text) => text.replace('[pika] <pika-plot>: ', '')),
        note ? [note] : [],
        'console',
      );
    });
  }

  for (const [html, note] of [
    ['<pika-input name="a" multiple></pika-input>', 'The attribute "multiple" has no effect with type="number".'],
    [
      '<pika-input name="a" type="select" min="3" options="[1]"></pika-input>',
      'The attribute "min" has no effect with type="select".',
    ],
    [
      '<pika-input name="a" type="range" placeholder="x" min="1" max="2" step="1"></pika-input>',
      'The attribute "placeholder" has no effect with type="range".',
    ],
    [
      '<pika-input name="a" type="number" value="many"></pika-input>',
      'value="many" is not a number and is read as NULL: write for example value="15".',
    ],
    ['<pika-count from="rows" form="rows"></pika-count>', null],
  ] as const) {
    it(`on ${html}`, async () => {
      const found = await noteOf(html);
      if (note !== null) equal(found, note, 'note');
      equal(warnings.length, 1, `console: ${warnings.join()}`);
    });
  }

  it('on a query is noted in its plots until it is removed', async () => {
    const notes = await place(
      '<pika-query name="rows" src="data:text/csv,v%0A1" format="csv" delimeter=";"></pika-query><pika-plot from="rows" mark="bar" x="bin(v)"></pika-plot><pika-plot from="others" mark="bar" x="bin(v)"></pika-plot>',
    );
    equal(notes, ['', 'There is no attribute "delimeter". Did you mean "delimiter"?', ''], 'notes');
    equal(warnings, ['[pika] <pika-query>: There is no attribute "delimeter". Did you mean "delimiter"?'], 'console');
    const plot = holder.querySelector('pika-plot')!;
    holder.querySelector('pika-query')!.removeAttribute('delimeter');
    await new Promise((resolve) => setTimeout(resolve, 0));
    await plot.updateComplete;
    equal(plot.shadowRoot!.querySelector('[part=note]'), null, 'note');
  });

  it("on a query is noted if it does not apply to the query's kind of source", async () => {
    equal(
      (
        await place(
          `<pika-query name="rows" sql="SELECT 1 AS v" delimiter=";"></pika-query><pika-plot from="rows" mark="bar" x="bin(v)"></pika-plot>`,
        )
      )[1],
      'The attribute "delimiter" has no effect with the attribute "sql".',
      'sql',
    );
    equal(
      (
        await place(
          `<pika-query name="rows" src="data:text/csv,v%0A1" params="{}" decimal-separator=","></pika-query><pika-plot from="rows" mark="bar" x="bin(v)"></pika-plot>`,
        )
      )[1],
      'The attribute "params" has no effect with the attribute "src".',
      'src',
    );
  });

  it('that names a selection without sources is noted with the nearest name, once the page is idle', async () => {
    const query = '<pika-query name="flights" sql="SELECT 1 AS v"></pika-query>';
    const plot = (more: string): string => `<pika-plot from="flights" mark="bar" x="bin(v)" ${more}></pika-plot>`;
    const names = [
      plot('filter-by="Flights"'),
      plot('filter-by="flights"'),
      plot('selection="Mine"'),
      plot('selection="other"'),
    ];
    equal(
      await place(names.join('') + '<pika-count from="flights" filter-by="flihgts mine"></pika-count>'),
      ['', '', '', '', ''],
      'before',
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    equal(warnings, [], 'nothing while elements may still come');
    holder.insertAdjacentHTML('beforeend', query);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const reported = warnings
      .filter((text) => /filter-by=|selection=/.test(text))
      .map((text) => text.replace(/^\[pika\] /, ''));
    equal(
      reported,
      [
        '<pika-plot>: filter-by="Flights" has no effect: no plot writes to the selection "Flights". Did you mean "flights"?',
        '<pika-plot>: selection="Mine" differs from "mine", which filters plots. Did you mean "mine"?',
        '<pika-count>: filter-by="flihgts" has no effect: no plot writes to the selection "flihgts". Did you mean "flights"?',
        '<pika-count>: filter-by="mine" has no effect: no plot writes to the selection "mine". Did you mean "Mine"?',
      ],
      'warnings',
    );
  });

  it('is reported once for several plots, and noted in each; the note follows the attribute', async () => {
    const plot = '<pika-plot from="rows" mark="bar" x="bin(v)" colr="red"></pika-plot>';
    const notes = await place(plot + plot + plot);
    equal(new Set(notes).size, 1, 'the same note');
    equal(warnings.length, 1, 'one warning');
    const first = holder.querySelector('pika-plot')!;
    first.removeAttribute('colr');
    await new Promise((resolve) => setTimeout(resolve, 0));
    await first.updateComplete;
    equal(first.shadowRoot!.querySelector('[part=note]'), null, 'note');
    first.setAttribute('lable', 'a plot');
    await new Promise((resolve) => setTimeout(resolve, 0));
    await first.updateComplete;
    equal(
      first.shadowRoot!.querySelector('[part=note]')!.textContent,
      'There is no attribute "lable". Did you mean "label"?',
      'note',
    );
  });

  it('is accepted if HTML or a framework wrote it', async () => {
    const written = [
      'id="a" class="svelte-1abc ng-star-inserted" style="color: red" title="t" hidden lang="en" dir="ltr" tabindex="0" slot="s" part="p" exportparts="plot" role="img" inert nonce="n"',
      'data-x="1" data-v-7ba5bd90 data-testid="p" aria-label="l" aria-describedby="d" onclick="void 0" onpointermove="void 0" itemprop="x" translate="no" spellcheck="false"',
      'v-if="x" v-cloak v-bind:x="y" :x="1" @click="f" #ref _ngcontent-abc-c12 _nghost-abc-c12 ng-reflect-x="1" ng-version="17" [x]="y" (click)="f" *ngif="z" hx-get="/x" x-data x-on:click="f" x-show="a"',
      'wire:id="1" q:key="a" b-3fk2jd91xz astro-abc123 jsaction="x" client:load data-reactroot s-abc c-x',
    ].join(' ');
    for (const html of [
      `<pika-plot from="rows" mark="bar" x="bin(v)" ${written}></pika-plot>`,
      `<pika-query name="rows" src="data:text/csv,v%0A1" format="csv" ${written}></pika-query>`,
      `<pika-input name="a" ${written}></pika-input>`,
      `<pika-selection name="a" ${written}></pika-selection>`,
      `<pika-count from="rows" ${written}></pika-count>`,
      `<pika-status ${written}></pika-status>`,
    ])
      equal(await noteOf(html), '', html);
    equal(warnings, [], 'console');
  });
});
