import { PikaError } from '../errors';
import { describeValue } from '../rows/values/describe-value';

export function badSnapshot(
  subject: string,
  expected: string,
  found: unknown,
  next = 'The file may be damaged, or another program changed it: save the workspace again.',
): PikaError {
  return new PikaError('snapshot/bad-file', { subject, expected, found: describeValue(found), next });
}
