import { datePartSql } from '../grammar/date-part';
import { measureExpressions } from '../grammar/measure';
import type { Domain } from '../grammar/plot-spec';
import { AXIS_NAMES, axisOf, type AxisName } from '../grammar/position-channel';
import type { LayerPlan, Plan, PlannedColumn } from '../plan/plan';
import { textLiteral } from '../sql/literals';
import type { LoadOptions, OpenRelation } from './acquire-layers';
import { expressionType } from './expression-type';

/**
 * Makes the plan compute parts of dates in its time zone, and reads domains without an offset there. This concerns only
 * instants, and only the relation knows which columns are instants.
 */
export async function planInZone(plan: Plan, open: OpenRelation, options: LoadOptions): Promise<Plan> {
  const [first, ...others] = await Promise.all(plan.layers.map((layer) => layerInZone(layer, open, options)));
  return domainsInZone({ ...plan, layers: [first!, ...others] }, open, options);
}

async function domainsInZone(plan: Plan, open: OpenRelation, options: LoadOptions): Promise<Plan> {
  let zoned = plan;
  for (const axis of AXIS_NAMES) {
    const { domain, isClockDomain } = plan.spec.scales[axis];
    const channel = axis === 'right' ? 'y' : axis;
    const layers = plan.layers.filter(({ spec }) => axisOf(spec, channel) === axis);
    const zone = layers[0]?.show(channel).zone;
    if (!domain || !isClockDomain || !zone) continue;
    const shown = await Promise.all(
      layers.flatMap((layer) => {
        const measure = layer.route === 'counts' ? undefined : layer.measures.get(channel);
        const [expression] = measure ? measureExpressions(measure) : [layer.columns.get(channel)?.expression];
        return expression === undefined ? [] : [isInstant(expression, layer, open, options)];
      }),
    );
    if (!shown.includes(true)) continue;
    const [lo, hi] = domain;
    zoned = withDomain(zoned, axis, [zone.instantOf(lo), zone.instantOf(hi)]);
  }
  return zoned;
}

function withDomain(plan: Plan, axis: AxisName, domain: Domain): Plan {
  const channel = axis === 'right' ? 'y' : axis;
  const { spec } = plan;
  const [first, ...others] = plan.layers.map((layer) => {
    const column = layer.columns.get(channel);
    if (!column || axisOf(layer.spec, channel) !== axis) return layer;
    return { ...layer, columns: new Map([...layer.columns, [channel, { ...column, domain }]]) };
  });
  const scales = { ...spec.scales, [axis]: { ...spec.scales[axis], domain, isClockDomain: false } };
  return { ...plan, spec: { ...spec, scales }, layers: [first!, ...others] };
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
  const type = await expressionType(await open(spec.from, options), expression, options);
  return type?.kind === 'time' && type.isInstant === true;
}
