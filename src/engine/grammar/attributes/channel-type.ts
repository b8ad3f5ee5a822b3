import { channelText, parseChannel, type Channel } from '../channel';
import type { AttributeType } from './attribute-type';

/** A channel. In JSON: text, or a number for a constant. */
export function channelType(attribute: string): AttributeType<Channel> {
  const parse = (text: string): Channel => parseChannel(attribute, text);
  return {
    expected: 'a column, an expression, bin(…), an aggregate or a constant',
    example: 'bin(price)',
    parse: (text) => (text.trim() === '' ? null : parse(text)),
    toJson: (text) => {
      const parsed = parse(text);
      return parsed.kind === 'constant' && parsed.type === 'number' ? parsed.value : channelText(parsed);
    },
    toText: (json) => (typeof json === 'string' || Number.isFinite(json) ? String(json) : undefined),
    schema: { type: ['string', 'number'] },
  };
}
