import { PikaError } from '../engine/index';

/** The error of an element that names no query. */
export function missingFrom(subject: string, example: string, found = 'none'): PikaError {
  return new PikaError('spec/missing-from', {
    subject,
    expected: 'an attribute from="…" naming a <pika-query>',
    found,
    next: `Write for example ${example}.`,
  });
}
