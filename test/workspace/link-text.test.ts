import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, strToU8 } from 'fflate';
import { PikaError } from '../../src/engine/errors';
import { linkText, stateOfLink, tooLongForLink } from '../../src/engine/workspace/link-text';
import {
  EMPTY_STATE,
  inputJson,
  inputValue,
  parseState,
  stateText,
  type WorkspaceState,
} from '../../src/engine/workspace/workspace-state';

const interval = (channel: 'x' | 'y', expression: string): WorkspaceState['selections'][string][number] => ({
  version: 2,
  kind: 'interval',
  from: 'flights',
  ranges: [
    {
      channel,
      expression,
      kind: 'time',
      lo: 1_577_836_800_000,
      hi: 1_577_836_800_000.25,
      ticks: ['1577836800000000001', '1577836800000250007'],
      ticksPerMs: 1e6,
    },
  ],
});

const STATE: WorkspaceState = {
  version: 1,
  selections: {
    flights: [
      interval('x', 'at'),
      {
        version: 2,
        kind: 'points',
        from: 'flights',
        boxes: [
          [
            {
              channel: 'color',
              expression: '"we ""ird"',
              kind: 'category',
              lo: 0,
              hi: 1,
              labels: [null, 'é "q" \u0001'],
            },
          ],
        ],
      },
    ],
    __proto: [],
  },
  domains: { delays: { x: [-0.1, 1e300] }, '#2': { y: [0, 5] } },
  inputs: {
    a: 'text',
    b: 0.1,
    c: null,
    d: { date: '2020-01-01T00:00:00.000Z' },
    e: { bigint: '-9223372036854775808' },
  },
};

function refused(work: () => unknown, pattern: RegExp): void {
  assert.throws(work, (thrown) => thrown instanceof PikaError && pattern.test(thrown.message));
}

test('a state survives a round trip through JSON and through a link, to the last bit', () => {
  const again = parseState(JSON.parse(JSON.stringify(STATE)));
  assert.equal(stateText(again), stateText(STATE));
  const text = linkText(STATE);
  assert.match(text, /^[\w-]+$/);
  assert.equal(stateText(stateOfLink(text)), stateText(STATE));
});

test('equal states have the same link, whatever the order of their names; an empty state has a short one', () => {
  const { flights, ...others } = STATE.selections;
  const other: WorkspaceState = { ...STATE, selections: { ...others, flights: flights! } };
  assert.equal(linkText(other), linkText(STATE));
  assert.equal(stateText(stateOfLink(linkText(EMPTY_STATE))), stateText(EMPTY_STATE));
  assert.ok(linkText(EMPTY_STATE).length < 20, linkText(EMPTY_STATE));
});

test('a link from the first release still opens', () => {
  // Written by the first release with links. It must open forever.
  const text = 'aQ_FjSmpOYiWYBfKpgY6ZAZonK1MTi4CGGBgZYHg2LSczPQOkCuFnmBD5Xgc7COp_QwtE_KAEgTEBLwIA';
  assert.deepEqual(JSON.parse(stateText(stateOfLink(text))), {
    version: 1,
    selections: {
      flights: [
        {
          version: 2,
          kind: 'interval',
          from: 'flights',
          ranges: [{ channel: 'x', expression: 'delay', kind: 'number', lo: 30, hi: 180 }],
        },
      ],
    },
    domains: { delays: { x: [0, 60] } },
    inputs: { year: 2020 },
  });
});

test('the link of ten brushed and zoomed plots is shorter than 2,000 characters', () => {
  const selections = Object.fromEntries(
    ['delay', 'distance', 'origin', 'dest', 'hour', 'air_time', 'carrier', 'day', 'week', 'price'].map((name, i) => [
      `selection of ${name}`,
      [interval(i % 2 ? 'x' : 'y', name)],
    ]),
  );
  const domains = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`plot-${i}`, { x: [Math.sin(i), 2 + Math.cos(i)] as const }]),
  );
  const { length } = linkText({ ...EMPTY_STATE, selections, domains });
  assert.ok(length < 2000, `${length} characters`);
});

test('a truncated link, or text that is no link, throws an error that says so', () => {
  const text = linkText(STATE);
  refused(() => stateOfLink(text.slice(0, -20)), /spec\/bad-state.*the page's URL/);
  refused(() => stateOfLink('z123'), /found a link in an unknown format/);
  refused(() => stateOfLink('a%%%'), /can't be decompressed/);
  refused(() => stateOfLink(`a${'A'.repeat(50)}`), /spec\/bad-state/);
  // Text that decompresses to more than the limit is refused.
  const packed = btoa(String.fromCharCode(...deflateSync(strToU8(' '.repeat(3_000_000)))));
  refused(() => stateOfLink(`a${packed.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`), /bad-state/);
});

test('a link with more clauses than a page has elements is refused, and a long state has no link', () => {
  const clauses = (count: number): WorkspaceState => ({
    ...EMPTY_STATE,
    selections: { flights: Array.from({ length: count }, (_, i) => interval('x', `c${i}`)) },
  });
  assert.equal(stateOfLink(linkText(clauses(500))).selections.flights!.length, 500);
  refused(() => stateOfLink(linkText(clauses(501))), /501 clauses of selection "flights"/);
  assert.equal(tooLongForLink(linkText(STATE)), null);
  assert.match(tooLongForLink('a'.repeat(65_537))!.message, /fits in 65,536 letters, found one of 65,537/);
});

test('every part of a saved state is checked', () => {
  const wrong: [unknown, RegExp][] = [
    [null, /expected an object/],
    [[], /expected an object/],
    [{}, /version of the state.*found undefined/],
    [{ version: 2 }, /A later release of pika-plot saved this state/],
    [{ version: 1, selections: { a: [{ kind: 'interval' }] } }, /spec\/bad-selection/],
    [{ version: 1, domains: { a: { z: [1, 2] } } }, /"a" in the domains.*expected x or y as the name of an axis/],
    [{ version: 1, domains: { a: { x: [1, null] } } }, /expected two finite numbers/],
    [{ version: 1, inputs: { a: { date: 'yesterday' } } }, /"a" in the inputs/],
    [{ version: 1, inputs: { a: { bigint: '1e9' } } }, /"a" in the inputs/],
    [{ version: 1, inputs: { a: [1] } }, /expected/],
  ];
  for (const [value, pattern] of wrong) refused(() => parseState(value), pattern);
  const odd = parseState(JSON.parse('{"version":1,"inputs":{"__proto__":1,"constructor":2},"more":true}'));
  assert.deepEqual(Object.entries(odd.inputs), [
    ['__proto__', 1],
    ['constructor', 2],
  ]);
});

test('values of parameters keep their types', () => {
  for (const value of ['', 'a', 0, -0.1, true, false, null, 2n ** 80n, new Date(5)]) {
    const json = inputJson(value);
    assert.deepEqual(inputValue(JSON.parse(JSON.stringify(json)) as never), value);
  }
  for (const value of [undefined, NaN, new Date(NaN), [1], () => 1]) assert.equal(inputJson(value), undefined);
});
