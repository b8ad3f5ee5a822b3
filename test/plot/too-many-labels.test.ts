import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usePlots } from '../harness/plots';

const { errorOf } = usePlots({ ids: "SELECT 'id ' || i AS id FROM range(70000) r(i)" }, { from: 'ids', mark: 'bar' });

test('the advice on too many labels names a column or a short expression, and hides a long one', async () => {
  const nextOf = async (x: string): Promise<string> => (await errorOf({ x, y: 'count()' })).detail.next;
  assert.match(await nextOf('id'), /left\("id", 3\)/);
  assert.match(await nextOf('upper(id)'), /left\(upper\(id\), 3\)/);
  assert.match(await nextOf("concat(upper(id), ' of ', lower(id), ' and more')"), /left\(…, 3\)/);
});
