/** Messages: the list in the docs, what is wrong with a translation, and which form is taken. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { ENGLISH_MESSAGES } from '../../src/components/messages/english/index';
import { englishForm, numberIn, piecesOf } from '../../src/components/messages/message';
import { addMessages, TRANSLATIONS } from '../../src/components/messages/translations';

const found = (lang: string, area: string, name: string, count?: number): string | null =>
  TRANSLATIONS.find(lang, area, name, count);

describe('messages', () => {
  it('are all in the guide', () => {
    const guide = readFileSync('docs/guide/languages.md', 'utf8');
    const [, listed] = /## All messages\n\n```js\n(.*?)```/s.exec(guide)!;
    assert.equal(JSON.stringify(runInNewContext(`(${listed})`)), JSON.stringify(ENGLISH_MESSAGES));
  });

  it('take the form of the count in their language, and the nearest language', () => {
    assert.deepEqual(addMessages('pl', { table: { rows: { one: 'a', few: 'b', many: 'c', other: 'd' } } }), []);
    assert.deepEqual(
      [1, 3, 5, 1.5].map((count) => found('pl', 'table', 'rows', count)),
      ['a', 'b', 'c', 'd'],
    );
    assert.deepEqual(addMessages('de', { table: { noRows: 'Keine', copied: 'Kopiert' } }), []);
    assert.deepEqual(addMessages('de-AT', { table: { copied: 'Koppiert' }, plot: { stop: 'Halt' } }), []);
    assert.equal(found('de-AT', 'table', 'copied'), 'Koppiert');
    assert.equal(found('DE-at-u-cu-eur', 'table', 'noRows'), 'Keine');
    assert.equal(found('de', 'table', 'copied'), 'Kopiert');
    assert.equal(found('de', 'plot', 'stop'), null);
    assert.equal(found('fr', 'table', 'copied'), null);
    assert.equal(found('not a tag', 'table', 'rows', 1), null);
    assert.deepEqual(addMessages('not a tag', { table: { rows: { one: '1', other: '2' } } }), []);
    assert.equal(found('not a tag', 'table', 'rows', 1), '1');
    assert.equal(englishForm(ENGLISH_MESSAGES.table.rows, 1), '{count} row');
  });

  it('of which some are wrong are used where they are right', () => {
    const wrong = {
      table: { noRows: 'Aucune', norows: 'x', rows: 7, selected: '{cuont}', copied: { one: 'x' }, constructor: 'x' },
      tabel: {},
      plot: 'x',
    };
    const errors = addMessages('fr', wrong).map(String);
    const expected = [
      /table.norows.*"norows".*Did you mean "noRows"/s,
      /table.rows.*expected a text, or plural forms with "other"/s,
      /braces of message table.selected.*"cuont".*Did you mean "count"/s,
      /table.copied.*plural forms with "other"/s,
      /table.constructor/s,
      /area of setMessages.*"tabel".*Did you mean "table"/s,
      /plot of setMessages.*messages by their names/s,
    ];
    assert.equal(errors.length, expected.length, errors.join('\n'));
    for (const pattern of expected)
      assert.ok(
        errors.some((error) => pattern.test(error)),
        `${pattern} in\n${errors.join('\n')}`,
      );
    assert.equal(found('fr', 'table', 'noRows'), 'Aucune');
    assert.equal(found('fr', 'table', 'rows', 2), null);
    for (const [lang, messages] of [
      ['', {}],
      [null, {}],
      ['de', null],
      ['de', [1]],
    ])
      assert.equal(addMessages(lang, messages).length, 1);
  });

  it('keep a value in braces that is missing, and values as they are', () => {
    assert.deepEqual(piecesOf('{a} of {b}{c}', { a: 1, b: '{a}' }), ['', 1, ' of ', '{a}', '', '{c}', '']);
    assert.equal(numberIn('de', 1234567), '1.234.567');
    assert.equal(numberIn('not a tag', 1234567), '1,234,567');
  });
});
