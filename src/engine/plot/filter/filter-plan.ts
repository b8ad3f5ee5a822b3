import { PikaError } from '../../errors';
import { CLOCKS_GROUP } from '../../grammar/attributes/attribute-groups';
import { parseGroup } from '../../grammar/attributes/parse-attributes';
import { textLocale } from '../../locale/text-locale';
import { timeZoneNamed } from '../../locale/time-zone';
import type { Presentation } from '../../scales/presentation';
import { expressionSql } from '../../sql/column-names';
import type { FollowRequest } from '../rows-follower';

/** What a control filters, as the author wrote it. */
export interface FilterRequest extends FollowRequest {
  /** A column, or a scalar DuckDB expression. */
  readonly column: string;
  /** The selection that it contributes to. */
  readonly selection: string;
  /** Whether the user chooses among labels, even if the column holds numbers or times. */
  readonly wantsLabels: boolean;
  /** The language of its texts, as HTML's `lang`. */
  readonly lang: string | null;
  readonly timeZone: string | null;
}

export interface FilterPlan extends FollowRequest {
  readonly expression: string;
  /** The same values as texts. */
  readonly textExpression: string;
  readonly selection: string;
  readonly wantsLabels: boolean;
  readonly show: Presentation;
}

/** @throws PikaError `spec/bad-input` without a column, `spec/bad-attribute` for a wrong time zone */
export function planFilter({ column, lang, timeZone, ...request }: FilterRequest): FilterPlan {
  const expression = column.trim();
  if (expression === '') {
    throw new PikaError('spec/bad-input', {
      subject: 'attribute column',
      expected: 'a column or an expression of the query',
      found: 'nothing',
      next: `Write for example column="delay".`,
    });
  }
  const { timeZone: zone } = parseGroup(CLOCKS_GROUP, { timeZone });
  return {
    ...request,
    expression,
    textExpression: `CAST((${expressionSql(expression)}\n) AS VARCHAR)`,
    show: { locale: textLocale(lang), zone: zone === null ? null : timeZoneNamed(zone), format: null, part: null },
  };
}
