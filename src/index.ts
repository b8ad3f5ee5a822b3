/** What one script tag brings: the elements, registered, and the page's engine. */
import { define } from './components/define';
import { PikaInput } from './components/pika-input/pika-input';
import { PikaPlot } from './components/pika-plot/pika-plot';
import { PikaQuery } from './components/pika-query/pika-query';

// Inputs first: what a query's SQL asks of them is there when it is defined.
define('pika-input', PikaInput);
define('pika-query', PikaQuery);
define('pika-plot', PikaPlot);

export { PikaInput, PikaPlot, PikaQuery };
export * from './engine/index';

declare global {
  interface HTMLElementTagNameMap {
    'pika-input': PikaInput;
    'pika-plot': PikaPlot;
    'pika-query': PikaQuery;
  }
}
