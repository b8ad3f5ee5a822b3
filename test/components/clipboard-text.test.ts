import assert from 'node:assert/strict';
import { it } from 'node:test';
import { clipboardText } from '../../src/components/pika-table/copy-selected';

it('writes rows as spreadsheets read them', () => {
  const texts = [['1', null, '3'], ['plain', 'a\tb', 'say "hi"'], null];
  const lines = ['id\t"two\nlines"\tlater', '1\tplain\t', '\t"a\tb"\t', `3\t"say ""hi"""\t`];
  assert.equal(clipboardText(['id', 'two\nlines', 'later'], texts, 3), lines.join('\n'));
});
