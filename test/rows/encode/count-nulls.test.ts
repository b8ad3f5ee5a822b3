import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bool, dateDay, dictionary, float32, float64, int32, int64, utf8, type DataType } from '@uwdata/flechette';
import { encode } from '../arrow-columns';

for (const [name, type, values, nulls] of [
  ['whole numbers', int32(), [1, null, 3, null], 2],
  ['long integers', int64(), [1n, 2n ** 60n, null], 1],
  ['floats, with NaN', float32(), [0.5, NaN, null], 2],
  ['doubles, with NaN', float64(), [0.1, NaN, null, Infinity], 2],
  ['text', utf8(), ['a', null, ''], 1],
  ['dictionaries', dictionary(utf8()), ['a', null, 'a'], 1],
  ['booleans', bool(), [true, null, null], 2],
  ['dates', dateDay(), [new Date(0), null], 1],
  ['numbers without NULL', float64(), [0.1, 2], undefined],
] as readonly [string, DataType, unknown[], number | undefined][])
  test(`a column of ${name} counts its rows without a value`, async () => {
    assert.equal((await encode(values as (number | null)[], type)).nulls, nulls);
  });
