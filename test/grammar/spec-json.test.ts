import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Ajv from 'ajv';
import { PikaError } from '../../src/engine/errors';
import { LAYER_ATTRIBUTES, PLOT_ATTRIBUTES } from '../../src/engine/grammar/attributes/attributes';
import { specFromJson } from '../../src/engine/grammar/from-json';
import { parsePlotSpec, type PlotRequest } from '../../src/engine/grammar/plot-spec';
import { specToJson } from '../../src/engine/grammar/to-json';
import { plotSchema } from '../../src/schema/plot-schema';
import { readStory, requestOf } from '../golden/read-story';
import { renderStories } from '../harness/stories';

const validate = new Ajv({ allErrors: true }).compile(plotSchema);
const from = { from: 'flights', mark: 'bar' };

/** Writes a request as JSON, checks that with the schema, and reads it again. */
function throughJson(request: PlotRequest): PlotRequest {
  const json: unknown = JSON.parse(JSON.stringify(specToJson(request)));
  assert.ok(validate(json), `${JSON.stringify(json)}: ${JSON.stringify(validate.errors)}`);
  const again = specFromJson(json);
  assert.deepEqual(specToJson(again), json);
  return again;
}

describe('attributes and JSON say the same', () => {
  for (const { property, name, type } of PLOT_ATTRIBUTES)
    it(`with ${name}="${type.example}"`, () => {
      const request = { ...from, xScale: property === 'xDomain' ? null : 'linear', [property]: type.example };
      assert.deepEqual(parsePlotSpec(throughJson(request)), parsePlotSpec(request));
    });

  for (const { name, type } of PLOT_ATTRIBUTES)
    it(`where a framework writes the value of ${name} as JSON`, () => {
      const json = type.toJson(type.example);
      const text = typeof json === 'string' ? json : JSON.stringify(json);
      assert.deepEqual(type.parse(text), type.parse(type.example));
    });

  const texts: Readonly<Record<string, readonly string[]>> = {
    x: ['bin(date, step=15 minutes)', '100', `'EMEA'`, '2001-02-03', '"Late ""by"""', 'a -- b'],
    color: ['#f60', 'avg(delay)'],
    xDomain: [
      '0, 1e3',
      '2001-01-01, 2001-07-01',
      '["a, b", "1", "c"]',
      '["2001-01-01", "2002-01-01"]',
      '0.1,0.30000000000000004',
    ],
    xScale: ['LOG', 'log(2)', 'symlog(0.5)', 'pow( 3 )', 'band', 'point', 'time', 'sqrt'],
    xTicks: ['0', '[0, 50, 100]', '0,50', '["2001-01-01"]'],
    sort: ['-Y', 'data', '["EMEA", "APAC, rest", "1"]'],
    limit: ['10', ' 3 '],
    dash: ['4 2', '4, 2,1', '0.5 .25'],
    colorDomain: ['0, 10', 'EMEA, APAC', '["1", "2"]', '2001-01-01, 2002-01-01', '[1, "a"]'],
    colorRange: ['red, rgb(0, 0, 255), #f60'],
    sizeRange: ['0, 400'],
    context: ['', 'off'],
    xGrid: ['', 'OFF', 'false', 'true'],
    zoom: ['', 'xy'],
    brush: ['Nearest-X'],
    filterBy: ['a b,c', '["a", "b"]'],
    pick: ['', 'anything'],
    label: [' Delays  by hour '],
  };
  for (const [property, all] of Object.entries(texts))
    for (const text of all)
      it(`with ${property}="${text}"`, () => {
        const request = { ...from, [property]: text };
        assert.deepEqual(parsePlotSpec(throughJson(request)), parsePlotSpec(request));
      });

  it('with layers, which have the values of the plot or decline them', () => {
    const request: PlotRequest = {
      from: 'stocks',
      x: 'date',
      color: 'symbol',
      curve: 'step',
      layers: [
        { mark: 'area', y: 'low', y2: 'high', opacity: '0.3', color: '' },
        { mark: 'line', y: 'close', curve: '' },
      ],
    };
    const again = throughJson(request);
    assert.deepEqual(parsePlotSpec(again), parsePlotSpec(request));
    const [area, line] = parsePlotSpec(again).layers;
    assert.deepEqual([...area.channels.keys()], ['x', 'y', 'y2', 'opacity']);
    assert.deepEqual([...line!.channels.keys()], ['x', 'y', 'color']);
    assert.deepEqual([area.options.curve, line!.options.curve], ['step', null]);
  });
});

describe('attributes and JSON of each story say the same', async () => {
  for (const { name, template } of await renderStories())
    for (const [i, { request }] of readStory(template)
      .filter(({ tag }) => tag === 'pika-plot')
      .map((element) => ({ request: requestOf(element) }))
      .entries())
      it(`${name}, plot ${i + 1}`, () => {
        assert.deepEqual(parsePlotSpec(throughJson(request)), parsePlotSpec(request));
      });
});

const wrong: readonly [json: unknown, subject: string, found: string, next: RegExp][] = [
  [null, 'the spec of a plot', 'null', /Write for example/],
  ['{}', 'the spec of a plot', '"{}"', /Write for example/],
  [[], 'the spec of a plot', '[]', /Write for example/],
  [{ form: 'flights' }, 'the spec of a plot', '"form"', /Did you mean "from"/],
  [JSON.parse('{ "__proto__": { "x": "a" } }'), 'the spec of a plot', '"__proto__"', /Leave it out|Did you mean/],
  [{ constructor: 1 }, 'the spec of a plot', '"constructor"', /Leave it out/],
  [{ ['k'.repeat(1e6)]: 1 }, 'the spec of a plot', `"${'k'.repeat(100)}…"`, /Leave it out/],
  [{ version: 2 }, 'version in the spec of a plot', '2', /newer pika-plot/],
  [{ version: '1' }, 'version in the spec of a plot', '"1"', /Leave it out/],
  [{ x: {} }, 'x in the spec of a plot', 'an object', /"x": "bin\(price\)"/],
  [{ x: null }, 'x in the spec of a plot', 'null', /"x": "bin\(price\)"/],
  [{ x: 'sum(max(a))' }, 'x in the spec of a plot', '"sum(max(a))"', /<pika-query/],
  [{ x: ' ' }, 'x in the spec of a plot', '" "', /Write for example/],
  [{ scales: [] }, 'scales in the spec of a plot', '[]', /Write for example/],
  [{ scales: { x: { type: 'lgo' } } }, 'scales.x.type in the spec of a plot', '"lgo"', /Did you mean "log"/],
  [{ scales: { x: { type: 'log(1)' } } }, 'scales.x.type in the spec of a plot', '"log(1)"', /Did you mean "log"/],
  [{ scales: { x: { typ: 'log' } } }, 'scales.x in the spec of a plot', '"typ"', /Did you mean "type"/],
  [{ scales: { x: { domain: [5, 5] } } }, 'scales.x.domain in the spec of a plot', '[5, 5]', /"domain": \[0,100\]/],
  [{ scales: { x: { domain: [NaN, 1] } } }, 'scales.x.domain in the spec of a plot', '[NaN, 1]', /\[0,100\]/],
  [{ scales: { x: { domain: [] } } }, 'scales.x.domain in the spec of a plot', '[]', /\[0,100\]/],
  [{ scales: { x: { reverse: 'yes' } } }, 'scales.x.reverse in the spec of a plot', '"yes"', /"reverse": true/],
  [{ scales: { size: { range: [1, -1] } } }, 'scales.size.range in the spec of a plot', '[1, -1]', /\[4,400\]/],
  [{ guides: { x: { ticks: -1 } } }, 'guides.x.ticks in the spec of a plot', '-1', /"ticks": 5/],
  [{ interaction: { brush: 'lasoo' } }, 'interaction.brush in the spec of a plot', '"lasoo"', /Did you mean "lasso"/],
  [{ interaction: { filterBy: ['a b'] } }, 'interaction.filterBy in the spec of a plot', '["a b"]', /Write for/],
  [{ layers: {} }, 'layers in the spec of a plot', 'an object', /"layers": \[/],
  [
    { layers: Array(101).fill({}) },
    'layers in the spec of a plot',
    '[an object, an object, an object, an object, an object, an object, an object, an object, an object, …',
    /./,
  ],
  [{ layers: [{}, { curve: 'monoton' }] }, 'layers[1].curve in the spec of a plot', '"monoton"', /"monotone"/],
  [{ layers: [{ interaction: {} }] }, 'layers[0] in the spec of a plot', '"interaction"', /Leave it out/],
  [{ layers: [[]] }, 'layers[0] in the spec of a plot', '[]', /Write for example/],
  [{ curve: null }, 'curve in the spec of a plot', 'null', /"curve": "linear"/],
];

describe('a wrong part of JSON is named, with what to write instead', () => {
  for (const [json, subject, found, next] of wrong)
    it(`${subject}: ${found.slice(0, 40)}`, () => {
      assert.throws(
        () => specFromJson(json),
        (thrown) => {
          assert.ok(thrown instanceof PikaError);
          assert.equal(thrown.code, 'spec/bad-spec');
          assert.equal(thrown.detail.subject, subject);
          assert.equal(thrown.detail.found, found);
          assert.match(thrown.detail.next, next);
          return true;
        },
      );
    });
});

describe('the schema and the reader of JSON', () => {
  const values: readonly unknown[] = [
    null,
    true,
    false,
    0,
    -1,
    5,
    1e6,
    '',
    ' ',
    'a',
    'log',
    'xy',
    'off',
    [],
    [1],
    [1, 2],
    ['a'],
    ['a', 'b'],
    ['a b'],
    [null],
    [[1]],
    {},
  ];

  it('agree, except on what only a parser knows', () => {
    const lenient = new Set<string>();
    for (const { path } of PLOT_ATTRIBUTES)
      for (const value of values) {
        const json = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
        const [accepted, valid] = [isRead(json), validate(json)];
        assert.ok(valid || !accepted, `${JSON.stringify(json)} is read, but not valid`);
        if (valid && !accepted) lenient.add(path.at(-1)!);
      }
    // Blank channels; lists of labels or numbers that make no interval; names of time zones.
    const parsed = ['domain', 'timeZone', ...LAYER_ATTRIBUTES.map(({ path }) => path[0]!)];
    for (const path of lenient) assert.ok(parsed.includes(path), `${path} is valid, but refused`);
  });

  it('list few keys in an error, and name the nearest of many', () => {
    const errorOf = (json: unknown): PikaError => {
      try {
        specFromJson(json);
      } catch (thrown) {
        return PikaError.from(thrown);
      }
      return assert.fail('no error');
    };
    const { expected, next } = errorOf({ from: 'u', mark: 'bar', colour: 'm' }).detail;
    assert.deepEqual([expected, next], ['a key that plot-schema.json lists', 'Did you mean "color"?']);
    assert.equal(errorOf({ scales: { z: {} } }).detail.expected.startsWith('one of "x"'), true);
  });

  it('agree on unknown keys at every level', () => {
    for (const json of [{ a: 1 }, { scales: { z: {} } }, { scales: { x: { a: 1 } } }, { layers: [{ scales: {} }] }])
      assert.deepEqual([isRead(json), validate(json)], [false, false], JSON.stringify(json));
  });
});

function isRead(json: unknown): boolean {
  try {
    specFromJson(json);
    return true;
  } catch (thrown) {
    assert.ok(thrown instanceof PikaError);
    return false;
  }
}
