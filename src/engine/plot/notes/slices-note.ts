import { titleOf } from '../../plan/plan';
import type { LayerData } from '../layer-data';

/**
 * Says that a pie whose colors show numbers or times ignores its limit, or a click on a slice. Null if it has
 * categories, or without a limit and a click.
 */
export function slicesNote({ plan, plotColumns }: LayerData, isClicked: boolean): string | null {
  const { channels, mark, options } = plan.spec;
  const type = plotColumns.columns.get('color')?.meta.type;
  if (mark !== 'arc' || !type || type.kind === 'category' || (options.limit === null && !isClicked)) return null;
  const color = channels.get('color');
  const advice = color?.kind === 'value' ? `; color="CAST(${color.expression} AS VARCHAR)" has categories` : '';
  const effect = options.limit === null ? 'a click selects no slice' : 'limit has no effect';
  return `${effect}, because ${titleOf(plan.columns, 'color')} has ${type.kind}s, not categories${advice}`;
}
