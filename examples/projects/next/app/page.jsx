import { PikaQuery } from 'pika-plot/react';
import { Sales } from './sales';

// On the server: the rows travel with the page.
const SALES = [
  { month: 'Jan', region: 'North', revenue: 120 },
  { month: 'Feb', region: 'North', revenue: 90 },
  { month: 'Mar', region: 'South', revenue: 160 },
];

export default function Page() {
  return (
    <main>
      <PikaQuery name="sales" data={SALES} />
      <PikaQuery name="regions" sql="SELECT region, avg(revenue) AS average FROM sales GROUP BY region ORDER BY 1" />
      <Sales />
    </main>
  );
}
