'use client';

import { PikaPlot, useQuery, useSelection } from 'pika-plot/react';

export function Sales() {
  const { status, rowCount } = useQuery('sales');
  const [clauses, select] = useSelection('sales');
  return (
    <>
      <PikaPlot from="sales" mark="bar" x="month" y="sum(revenue)" brush="x" style={{ height: 240 }} />
      <PikaPlot from="sales" mark="bar" x="sum(revenue)" y="region" style={{ height: 160 }} />
      <PikaPlot from="regions" mark="bar" x="average" y="region" style={{ height: 160 }} />
      <p>
        {status === 'ready' ? `${rowCount} sales` : status}, <output>{clauses.length} selected</output>
      </p>
      <button onClick={() => select(null)}>Clear</button>
    </>
  );
}
