import { PikaError } from '../errors';

/** An engine without the elements has no page to save. */
const refuse = (): Promise<never> =>
  Promise.reject(
    new PikaError('engine/no-page', {
      subject: 'a snapshot',
      expected: 'a page with the elements of pika-plot',
      found: 'an engine without them',
      next: 'Import pika-plot in a page.',
    }),
  );

export const save = refuse;
export const open = refuse;
