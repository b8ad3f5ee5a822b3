import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'pika-plot';
import type { PikaQueryEvents, PikaSelectionEvents, SelectionClause } from 'pika-plot';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <pika-query name="sales" [data]="sales" (pika-ready)="ready($event)"></pika-query>
    <pika-query
      name="regions"
      sql="SELECT region, avg(revenue) AS average FROM sales GROUP BY region ORDER BY 1"
    ></pika-query>
    <pika-selection name="sales" [value]="selected()" (pika-select)="select($event)"></pika-selection>
    <pika-plot from="sales" mark="bar" x="month" y="sum(revenue)" brush="x" style="height: 240px"></pika-plot>
    <pika-plot from="sales" mark="bar" x="sum(revenue)" y="region" style="height: 160px"></pika-plot>
    <pika-plot from="regions" mark="bar" x="average" y="region" style="height: 160px"></pika-plot>
    <p>
      {{ rows() }} sales, <output>{{ selected().length }} selected</output>
    </p>
    <button (click)="selected.set([])">Clear</button>
  `,
})
class App {
  readonly sales = [
    { month: 'Jan', region: 'North', revenue: 120 },
    { month: 'Feb', region: 'North', revenue: 90 },
    { month: 'Mar', region: 'South', revenue: 160 },
  ];
  readonly rows = signal(0);
  readonly selected = signal<readonly SelectionClause[]>([]);

  ready({ detail }: CustomEvent<PikaQueryEvents['pika-ready']>): void {
    this.rows.set(detail.rows);
  }

  select({ detail }: CustomEvent<PikaSelectionEvents['pika-select']>): void {
    this.selected.set(detail.clauses);
  }
}

bootstrapApplication(App).catch(reportError);
