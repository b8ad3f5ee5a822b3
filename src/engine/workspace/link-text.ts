import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { PikaError } from '../errors';
import { parseState, stateText, type WorkspaceState } from './workspace-state';

/**
 * States are compressed with these words known in advance: most of a short state is the same in all. Links that users
 * keep depend on it, so it never changes; another form of links begins with another letter.
 */
const WORDS = strToU8(
  '"bigint":"date":"lasso""scale":"log""polygon","sides":[{"channel":"within":"vertices":[["count":"symlog""sqrt"' +
    '"labels":[null,"category","key","filter","color","shape","theta","facet-x","facet-y","y2","x2","y","integer",' +
    '"boxes":[[{"channel":"from":"kind":"points","ticks":["-Infinity","Infinity"],"ticksPerMs":1000,"kind":"time",' +
    '{"domains":{"":{"x":[,]},"y":[]}},"inputs":{"":},"selections":{"":[{"from":"","kind":"interval","ranges":[' +
    '{"channel":"x","expression":"","hi":,"kind":"number","lo":,"ticks":["",""],"ticksPerMs":1000}],"version":2}]},' +
    '"version":1}',
);
const FORM = 'a';
/** A link longer than this was not written by a page, and a text beyond it is refused while it unpacks. */
const MOST_BYTES = 1 << 20;

/** The state as text of letters, digits, `-` and `_`. Equal states have equal texts. */
export function linkText(state: WorkspaceState): string {
  return FORM + base64Url(deflateSync(strToU8(stateText(state)), { level: 9, dictionary: WORDS }));
}

/** @throws PikaError `spec/bad-state` for a text that {@link linkText} did not write */
export function stateOfLink(text: string): WorkspaceState {
  if (!text.startsWith(FORM)) throw badLink(`a text of another form: "${text.slice(0, 1)}…"`);
  return parseState(unpacked(text.slice(FORM.length)));
}

function unpacked(text: string): unknown {
  try {
    const out = new Uint8Array(MOST_BYTES);
    const bytes = inflateSync(bytesOf(text), { out, dictionary: WORDS });
    return JSON.parse(strFromU8(bytes));
  } catch (thrown) {
    throw badLink(`a text that does not unpack (${thrown instanceof Error ? thrown.message : String(thrown)})`, thrown);
  }
}

function base64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function badLink(found: string, cause?: unknown): PikaError {
  return new PikaError(
    'spec/bad-state',
    {
      subject: 'the state in the address of the page',
      expected: 'a whole link, as the page wrote it',
      found,
      next: 'Copy the link again: it may have been cut.',
    },
    cause,
  );
}
