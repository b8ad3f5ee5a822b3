import { PikaError } from '../../errors';
import type { ColorScaleKind } from '../../grammar/scale-spec';

export function badColorAttribute(name: string, expected: string, found: string, next: string): PikaError {
  return new PikaError('spec/bad-attribute', { subject: `attribute ${name}`, expected, found, next });
}

export function wrongColorScale(kind: ColorScaleKind, expected: string, found: string): PikaError {
  return new PikaError('plan/wrong-scale', {
    subject: `the ${kind} scale of color`,
    expected,
    found,
    next: 'Leave color-scale out, or draw another column with color.',
  });
}
