import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { PikaError } from '../errors';
import { parseState, stateText, type WorkspaceState } from './workspace-state';

/**
 * The preset dictionary of the compression: most of a short state's text is the same in all states. Saved links depend
 * on it, so it must never change. A new link format must start with another letter.
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
/** Most bytes that a link may decompress to, so that a malicious link can't exhaust memory. */
const MOST_BYTES = 1 << 20;
/** Most letters of a link: decompressing takes time for each, also beyond {@link MOST_BYTES}. */
const MOST_LETTERS = 1 << 16;

/** Most clauses of a selection in a link: each plot and filter has one. Every element tries to claim each of them. */
const MOST_CLAUSES = 500;

/** Why a state has no link; null if it has one. */
export function tooLongForLink(text: string): PikaError | null {
  return text.length <= MOST_LETTERS
    ? null
    : new PikaError('spec/bad-state', {
        subject: 'the link of a workspace',
        expected: `a state that fits in ${MOST_LETTERS.toLocaleString('en')} letters`,
        found: `one of ${text.length.toLocaleString('en')}`,
        next: "Select less, such as fewer bars or a simpler curve, or save the workspace's state as JSON.",
      });
}

/** The state as URL-safe text: letters, digits, `-` and `_`. Equal states have equal texts. */
export function linkText(state: WorkspaceState): string {
  return FORM + base64Url(deflateSync(strToU8(stateText(state)), { level: 9, dictionary: WORDS }));
}

/** @throws PikaError `spec/bad-state` or `spec/bad-selection` if the text is not a valid state */
export function stateOfLink(text: string): WorkspaceState {
  if (!text.startsWith(FORM)) throw badLink(`a link in an unknown format: "${text.slice(0, 1)}…"`);
  const state = parseState(unpacked(text.slice(FORM.length)));
  for (const [name, { length }] of Object.entries(state.selections))
    if (length > MOST_CLAUSES) throw badLink(`${length} clauses of selection "${name}"`);
  return state;
}

function unpacked(text: string): unknown {
  if (text.length > MOST_LETTERS) throw badLink(`text of ${text.length} letters`);
  try {
    const out = new Uint8Array(MOST_BYTES);
    const bytes = inflateSync(bytesOf(text), { out, dictionary: WORDS });
    return JSON.parse(strFromU8(bytes));
  } catch (thrown) {
    throw badLink(
      `text that can't be decompressed (${thrown instanceof Error ? thrown.message : String(thrown)})`,
      thrown,
    );
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
      subject: "the state in the page's URL",
      expected: 'a complete link, as the page wrote it',
      found,
      next: 'Copy the whole link again: it may be truncated, or need a later release of pika-plot.',
    },
    cause,
  );
}
