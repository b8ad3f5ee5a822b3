import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'pika-plot';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <pika-query name="sales" [data]="sales"></pika-query>
    <pika-plot from="sales" mark="bar" x="month" y="sum(revenue)"></pika-plot>
  `,
})
class App {
  readonly sales = [
    { month: 'Jan', revenue: 120 },
    { month: 'Feb', revenue: 90 },
    { month: 'Mar', revenue: 160 },
  ];
}

bootstrapApplication(App).catch(reportError);
