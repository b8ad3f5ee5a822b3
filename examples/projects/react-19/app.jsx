import { PikaPlot, PikaQuery, useQuery, useSelection } from 'pika-plot/react';

// Outside of the component: another array is another set of rows.
const SALES = [
  { month: 'Jan', region: 'North', revenue: 120 },
  { month: 'Feb', region: 'North', revenue: 90 },
  { month: 'Mar', region: 'South', revenue: 160 },
];

export function App() {
  const { status, rowCount } = useQuery('sales');
  const [clauses, select] = useSelection('sales');
  return (
    <>
      <PikaQuery name="sales" data={SALES} />
      <PikaQuery name="regions" sql="SELECT region, avg(revenue) AS average FROM sales GROUP BY region ORDER BY 1" />
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
