/** What one script tag brings: the elements, registered, and the page's engine. */
import { define } from './components/define';
import { PikaPlot } from './components/pika-plot/pika-plot';
import { PikaQuery } from './components/pika-query/pika-query';

define('pika-query', PikaQuery);
define('pika-plot', PikaPlot);

export { PikaPlot, PikaQuery };
export * from './engine/index';

declare global {
  interface HTMLElementTagNameMap {
    'pika-plot': PikaPlot;
    'pika-query': PikaQuery;
  }
}
