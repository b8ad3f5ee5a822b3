/** Lines, points and rules over bars of the same bins: each is drawn in the middle of its bar. */
import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import type { Paint } from '../../src/engine/paints/index';
import { usePlots, type Attributes } from '../harness/plots';
import { recordedWork } from '../harness/recorded-work';
import '../harness/all-vectors';

const { frames, seams } = recordedWork();
const DAYS = `SELECT DATE '2024-01-01' + (i)::INTEGER AS day, i % 7 AS price FROM range(366) r(i)`;
const { plotOf } = usePlots({ days: DAYS }, { from: 'days', x: 'bin(day, step=month)' }, { seams });

beforeEach(() => void frames.splice(0));

async function paintsOf(attributes: Attributes): Promise<readonly Paint[]> {
  await plotOf(attributes);
  return frames.at(-1)!.panels.flatMap(({ paints }) => paints);
}

/** Where bars, rules, points and the corners of lines and areas are along x, in pixels of the panel. */
function placesIn(paints: readonly Paint[]): number[] {
  const places = paints.flatMap((paint) => {
    switch (paint.paint) {
      case 'rects':
        return Array.from(paint.x, (x, i) => x + paint.width[i]! / 2);
      case 'areas':
        return [...paint.at];
      case 'lines':
      case 'symbols':
        return [...paint.x];
      default:
        return [];
    }
  });
  return [...new Set(places)];
}

for (const mark of ['line', 'rule', 'point', 'area'])
  it(`${mark} over bars of months`, async () => {
    const paints = await paintsOf({
      layers: [
        { mark: 'bar', y: 'max(price)' },
        { mark, y: 'avg(price)' },
      ],
    });
    const [bars, over] = [paints.slice(0, 1), paints.slice(1)].map(placesIn);
    assert.equal(bars!.length, 12);
    assert.equal(over!.length, 12);
    over!.forEach((x, i) => assert.ok(Math.abs(x - bars![i]!) <= 1, `${mark} ${i} is at ${x}, its bar at ${bars![i]}`));
  });

it('a line alone begins at the left edge and ends at the right one', async () => {
  const points = placesIn(await paintsOf({ mark: 'line', y: 'avg(price)' }));
  const { width } = frames.at(-1)!.panels[0]!.box;
  assert.deepEqual(
    [points[0], points.at(-1)].map((x) => Math.round(x!)),
    [0, Math.round(width)],
  );
});
