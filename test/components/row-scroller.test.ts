import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RowScroller } from '../../src/components/pika-table/row-scroller';

const ROW_PX = 26;
const VIEWPORT_PX = 500;

function scrollerOf(rowCount: number): RowScroller {
  const scroller = new RowScroller(ROW_PX);
  scroller.resize(rowCount, VIEWPORT_PX);
  return scroller;
}

describe('a scroller of rows', () => {
  it('is as high as its rows, if an element can be', () => {
    const scroller = scrollerOf(1000);
    assert.equal(scroller.contentPx, 26_000);
    assert.equal(scroller.scrolled(12_345), null);
    assert.equal(scroller.offset, 12_345);
  });

  it('reaches every row of many with a limited height', () => {
    const scroller = scrollerOf(100_000_000);
    assert.ok(scroller.contentPx <= 8_000_000);
    scroller.scrolled(scroller.contentPx - VIEWPORT_PX);
    assert.equal(scroller.offset, 100_000_000 * ROW_PX - VIEWPORT_PX);
    scroller.scrolled(0);
    assert.equal(scroller.offset, 0);
    scroller.scrolled((scroller.contentPx - VIEWPORT_PX) / 2);
    assert.ok(Math.abs(scroller.offset / ROW_PX - 50_000_000) < 20);
  });

  it('moves by the pixels of small steps, however many rows there are', () => {
    const scroller = scrollerOf(100_000_000);
    scroller.scrolled(4_000_000);
    const before = scroller.offset;
    for (let step = 1; step <= 5; step++) assert.equal(scroller.scrolled(4_000_000 + 100 * step), null);
    assert.equal(scroller.offset, before + 500);
  });

  it('shows where the rows are after small steps', () => {
    const scroller = scrollerOf(100_000_000);
    scroller.scrolled(4_000_000);
    scroller.scrolled(4_000_400);
    const { offset } = scroller;
    const top = scroller.settled(4_000_400)!;
    assert.ok(Math.abs(top - 4_000_000) <= 1);
    assert.equal(scroller.offset, offset);
  });

  it('does not undo a scroll whose event is still to come', () => {
    const scroller = scrollerOf(100_000_000);
    scroller.scrolled(4_000_000);
    assert.equal(scroller.settled(6_000_000), null);
    scroller.scrolled(6_000_000);
    assert.ok(scroller.offset > 70_000_000 * ROW_PX);
  });

  it('does not stop at the end of the element before the last row', () => {
    const scroller = scrollerOf(100_000_000);
    const end = scroller.contentPx - VIEWPORT_PX;
    scroller.moveTo(100_000_000 * ROW_PX - VIEWPORT_PX - 5000);
    scroller.scrolled(end - 50);
    const top = scroller.scrolled(end);
    assert.notEqual(top, null);
    assert.ok(top! < end);
    assert.ok(scroller.offset < 100_000_000 * ROW_PX - VIEWPORT_PX);
  });

  it('keeps its rows when others no longer pass', () => {
    const scroller = scrollerOf(1000);
    scroller.scrolled(20_000);
    assert.equal(scroller.resize(100, VIEWPORT_PX), 100 * ROW_PX - VIEWPORT_PX);
    assert.equal(scroller.resize(5, VIEWPORT_PX), 0);
  });
});
