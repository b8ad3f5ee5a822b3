import { nodeCatalog } from './harness/node-catalog';
const page = await nodeCatalog();
const types = [
 `'a'::ENUM('a','b')`, `'it''s, (x)'::ENUM('a','it''s, (x)')`, `[1,2]::BIGINT[]`, `[9007199254740993,2]::BIGINT[]`, `INTERVAL '1 month 2 days 3 seconds'`, `TIME '12:34:56.789012'`, `'0101'::BIT`, `'1111000010101'::BIT`,`uuid()`, `1.25::DECIMAL(5,2)`, `123456789012345678901234.5::DECIMAL(38,1)`,`0.12345678901234567890::DECIMAL(38,20)`,
 `170141183460469231731687303715884105727::HUGEINT`, `(-170141183460469231731687303715884105728)::HUGEINT`, `340282366920938463463374607431768211455::UHUGEINT`, `MAP{'a':1,'b':2}`, `union_value(k := 'x')`, `{'a':1,'b':9007199254740993}`, `[[1],[2]]`, `[{'a':1}]`,
 `'\\xAA'::BLOB`, `DATE '2024-01-01'`, `TIMESTAMP '1969-12-31 23:59:59.999999'`, `TIMESTAMP_NS '2024-01-01 00:00:00.123456789'`, `TIMESTAMPTZ '2024-01-01 00:00:00+00'`, `'infinity'::TIMESTAMP`, `'-infinity'::DATE`, `[1,2]::INTEGER[2]`, `TIMETZ '12:00:00+02'`, `[TIMETZ '12:00:00+02']`, `{'t': TIMETZ '12:00:00-03:30', 'e': 'b'::ENUM('a','b')}`, `1::UTINYINT`, `true`, `NULL`, `'nan'::FLOAT`,`'-inf'::DOUBLE`, `MAP{['a']: {'x': 'b'::ENUM('b')}}`, `[TIME '01:02:03']`, `[INTERVAL '1 day']`,`[1.5::DECIMAL(4,1)]`, `[DATE '2024-01-01']`,`['a'::ENUM('a','b')]`, `['10'::BIT]`,`'12'::BIGNUM`, `'-123456789012345678901234567890'::BIGNUM`, `[(-1)::BIGNUM]`, `[1::UHUGEINT, NULL]`, `TIMESTAMP_S '2024-01-01 00:00:00'`,`TIMESTAMP_MS '2024-01-01 00:00:00'`, `row(1,'x')`, `{'__proto__': 1, 'constructor': 2}`, `[]`, `[NULL]`, `MAP{}`, `'☃'`, `1.5::FLOAT`, `(-0.0)::DOUBLE`, `union_value(i := 1)::UNION(i INTEGER, s BIT)`, `'2024-01-01'::DATE::VARIANT`, `TIMESTAMP '294246-01-01'`, `1::DECIMAL(18,0)`, `ST_Point(1,2)`, `range(3)`,
];
for (const t of types) {
  try {
    const name = page.defined({ sql: `SELECT ${t} AS v UNION ALL SELECT NULL` });
    const { fields } = await page.catalog.open(name);
    console.log(t, '=>', fields[0]!.sqlType, await page.results.toArray(name).catch((e) => String(e).slice(0, 200)), '|', await page.results.distinct(name, 'v').catch((e) => String(e).slice(0, 200)));
  } catch (e) { console.log(t, 'ERR', String(e).slice(0, 200)); }
}
page.close();
