/** A clause of every kind as releases before version 2 wrote it, with the rows that it selects and its SQL. */
export interface FirstForm {
  readonly what: string;
  /** As stored. */
  readonly json: string;
  /** The clause in the current form. */
  readonly now: string;
  readonly holds: (row: Row) => boolean;
  /** As those releases wrote it. */
  readonly sql: string;
}

export type Row = { readonly n: number; readonly v: number; readonly region: string; readonly day: Date };

const range = '{"channel":"x","expression":"n","kind":"integer","lo":20,"hi":30,"ticks":["20","30"]}';
const region = '{"channel":"y","expression":"region","kind":"category","lo":1,"hi":2,"labels":["EMEA"]}';
const [gridX, gridY] = [
  '"expression":"n","kind":"integer","lo":0,"hi":100,"count":20',
  '"expression":"v","kind":"number","lo":0,"hi":100,"count":10',
];
const vertices = '[[2,1],[8,1],[8,3],[2,3]]';

export const FIRST_FORMS: readonly FirstForm[] = [
  {
    what: 'interval',
    json: `{"kind":"interval","from":"rows","ranges":[${range},${region}]}`,
    now: `{"version":2,"kind":"interval","from":"rows","ranges":[${range},${region}]}`,
    holds: (row) => row.n >= 20 && row.n < 30 && row.region === 'EMEA',
    sql: `((("n") >= (20) AND ("n") < (30)) AND CAST(("region") AS VARCHAR) IN ('EMEA'))`,
  },
  {
    what: 'interval of times, open at the end',
    json: '{"kind":"interval","from":"rows","ranges":[{"channel":"x","expression":"day","kind":"time","lo":1704844800000,"hi":null,"ticks":["1704844800000000","Infinity"],"ticksPerMs":1000}]}',
    now: '{"version":2,"kind":"interval","from":"rows","ranges":[{"channel":"x","expression":"day","kind":"time","lo":1704844800000,"hi":null,"ticks":["1704844800000000","Infinity"],"ticksPerMs":1000}]}',
    holds: ({ day }) => +day >= Date.UTC(2024, 0, 10),
    sql: '(epoch_us("day") >= (1704844800000000))',
  },
  {
    what: 'nearest',
    json: '{"kind":"nearest","from":"rows","ranges":[{"channel":"x","expression":"n","kind":"integer","lo":7,"hi":8,"ticks":["7","8"]}]}',
    now: '{"version":2,"kind":"nearest","from":"rows","ranges":[{"channel":"x","expression":"n","kind":"integer","lo":7,"hi":8,"ticks":["7","8"]}]}',
    holds: ({ n }) => n === 7,
    sql: '(("n") >= (7) AND ("n") < (8))',
  },
  {
    what: 'points',
    json: `{"kind":"points","from":"rows","boxes":[[${range}],[{"channel":"x","expression":"n","kind":"integer","lo":90,"hi":100,"ticks":["90","100"]}]]}`,
    now: `{"version":2,"kind":"points","from":"rows","boxes":[[${range}],[{"channel":"x","expression":"n","kind":"integer","lo":90,"hi":100,"ticks":["90","100"]}]]}`,
    holds: ({ n }) => (n >= 20 && n < 30) || n >= 90,
    sql: '((("n") >= (20) AND ("n") < (30)) OR (("n") >= (90) AND ("n") < (100)))',
  },
  {
    what: 'polygon',
    json: `{"kind":"polygon","from":"rows","x":{${gridX}},"y":{${gridY}},"vertices":${vertices}}`,
    now: `{"version":2,"kind":"polygon","from":"rows","sides":[{"channel":"x",${gridX}},{"channel":"y",${gridY}}],"vertices":${vertices}}`,
    holds: ({ n, v }) => n >= 10 && n < 40 && v >= 10 && v < 30,
    sql: `(((("v") >= CAST('10' AS DOUBLE) AND ("v") < CAST('20' AS DOUBLE)) AND (("n") >= (10) AND ("n") < (40))) OR ((("v") >= CAST('20' AS DOUBLE) AND ("v") < CAST('30' AS DOUBLE)) AND (("n") >= (10) AND ("n") < (40))))`,
  },
  {
    what: 'sql',
    json: '{"kind":"sql","from":"rows","predicate":"n % 2 = 0"}',
    now: '{"kind":"sql","from":"rows","predicate":"n % 2 = 0"}',
    holds: ({ n }) => n % 2 === 0,
    sql: '(n % 2 = 0\n)',
  },
];
