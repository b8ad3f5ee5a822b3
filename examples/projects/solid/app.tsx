import 'pika-plot/solid';
import type { SelectionClause } from 'pika-plot';
import { createSignal } from 'solid-js';

const SALES = [
  { month: 'Jan', region: 'North', revenue: 120 },
  { month: 'Feb', region: 'North', revenue: 90 },
  { month: 'Mar', region: 'South', revenue: 160 },
];

export function App() {
  const [rows, setRows] = createSignal(0);
  const [selected, select] = createSignal<readonly SelectionClause[]>([]);
  return (
    <>
      <pika-query name="sales" prop:data={SALES} on:pika-ready={({ detail }) => setRows(detail.rows)} />
      <pika-query name="regions" sql="SELECT region, avg(revenue) AS average FROM sales GROUP BY region ORDER BY 1" />
      <pika-selection name="sales" prop:value={selected()} on:pika-select={({ detail }) => select(detail.clauses)} />
      <pika-plot from="sales" mark="bar" x="month" y="sum(revenue)" brush="x" style={{ height: '240px' }} />
      <pika-plot from="sales" mark="bar" x="sum(revenue)" y="region" style={{ height: '160px' }} />
      <pika-plot from="regions" mark="bar" x="average" y="region" style={{ height: '160px' }} />
      <p>
        {rows()} sales, <output>{selected().length} selected</output>
      </p>
      <button onClick={() => select([])}>Clear</button>
    </>
  );
}
