import { PikaError } from '../errors';
import { datePartSql } from '../grammar/date-part';
import type { LayerPlan, Plan, PlannedColumn } from '../plan/plan';
import { textLiteral } from '../sql/literals';
import type { LoadOptions, OpenRelation } from './acquire-layers';

/**
 * Makes the plan compute parts of dates in its time zone. This concerns only instants, and only the relation knows
 * which columns are instants.
 */
export async function partsInZone(plan: Plan, open: OpenRelation, options: LoadOptions): Promise<Plan> {
  const [first, ...others] = await Promise.all(plan.layers.map((layer) => layerInZone(layer, open, options)));
  return { ...plan, layers: [first!, ...others] };
}

async function layerInZone(plan: LayerPlan, open: OpenRelation, options: LoadOptions): Promise<LayerPlan> {
  const columns = new Map(plan.columns);
  for (const [channel, column] of plan.columns) {
    const { zone } = plan.show(channel);
    if (!column.part || !zone || !(await isInstant(column.part.expression, plan, open, options))) continue;
    columns.set(channel, inZone(column, zone.name));
  }
  return { ...plan, columns };
}

function inZone(column: PlannedColumn, zone: string): PlannedColumn {
  const { part, expression } = column.part!;
  const local = `(${expression}${expression.includes('--') ? '\n' : ''}) AT TIME ZONE ${textLiteral(zone)}`;
  return { ...column, expression: datePartSql({ part, expression: local }) };
}

async function isInstant(
  expression: string,
  { spec }: LayerPlan,
  open: OpenRelation,
  options: LoadOptions,
): Promise<boolean> {
  const relation = await open(spec.from, options);
  try {
    const { columns } = await relation.table({ expressions: [expression], where: [], limit: 1 }, options);
    return columns[0]!.type.kind === 'time' && columns[0]!.type.isInstant === true;
  } catch (thrown) {
    // A TIME, for example, has an hour, but no plot can read it as a column. Wrong SQL fails again when the column is
    // loaded.
    if (thrown instanceof PikaError && (thrown.code === 'rows/unsupported-type' || thrown.code === 'source/sql'))
      return false;
    throw thrown;
  }
}
