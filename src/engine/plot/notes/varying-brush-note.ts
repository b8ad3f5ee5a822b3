import { titleOf, type Plan } from '../../plan/plan';
import { differsEachTime } from '../../sql/may-vary';

/**
 * Says that a brush lies on values that differ whenever they are computed: kernels select by the values that the plot
 * draws, but SQL computes others. Null if the values stay the same.
 */
export function varyingBrushNote({ brush, layers, primary }: Plan): string | null {
  const { columns } = layers[primary]!;
  const channel = brush?.channels.find((one) => differsEachTime(columns.get(one)?.expression ?? ''));
  if (channel === undefined) return null;
  const title = titleOf(columns, channel);
  return (
    `the brush on ${channel} selects other rows in plots and queries that SQL filters, because ${title} ` +
    `differs each time it is computed: select it in the SQL of the query, as a column with a name`
  );
}
