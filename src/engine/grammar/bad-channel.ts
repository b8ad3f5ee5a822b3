import { PikaError } from '../errors';

export function badChannel(channel: string, expected: string, found: string, next: string): PikaError {
  return new PikaError('spec/bad-channel', { subject: `channel "${channel}"`, expected, found, next });
}
