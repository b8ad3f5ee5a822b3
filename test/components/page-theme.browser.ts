/// <reference types="mocha" />
import { pageTheme } from '../../src/components/controllers/page-theme';
import { defaultRamp, rampNamed } from '../../src/engine/index';

function equal(found: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: ${JSON.stringify(found)}`);
}

const COLORS = { dark: false, accent: [1, 2, 3, 1], context: [10, 20, 30, 1] } as const;
const wordsOf = (bytes: Uint8ClampedArray<ArrayBuffer>): string => [...new Uint32Array(bytes.buffer)].join();

describe('the theme of a page', () => {
  it('has the ramp of its name, or the default', () => {
    equal(wordsOf(pageTheme(COLORS, 'viridis').ramp), [...rampNamed('viridis')!].join(), 'by name');
    equal(wordsOf(pageTheme(COLORS, '').ramp), [...defaultRamp(false)].join(), 'default');
  });

  it('keeps its ramps when it is copied, as layers on the right axis do', () => {
    const theme = pageTheme(COLORS, '');
    const copy = { ...theme, accent: COLORS.context };
    equal(wordsOf(copy.ramp), wordsOf(theme.ramp), 'ramp');
    equal([...copy.contextRamp.slice(-4)], [10, 20, 30, 255], 'ramp of the context');
  });
});
