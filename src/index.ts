/** What one script tag brings: the elements, registered, and the page's engine. */
import { define } from './components/define';
import { PikaCount } from './components/pika-count/pika-count';
import { PikaInput } from './components/pika-input/pika-input';
import { PikaPlot } from './components/pika-plot/pika-plot';
import { PikaQuery } from './components/pika-query/pika-query';
import { PikaSelection } from './components/pika-selection/pika-selection';

// Inputs first: what a query's SQL asks of them is there when it is defined.
define('pika-input', PikaInput);
define('pika-query', PikaQuery);
define('pika-selection', PikaSelection);
define('pika-plot', PikaPlot);
define('pika-count', PikaCount);

export { PikaCount, PikaInput, PikaPlot, PikaQuery, PikaSelection };
export * from './engine/index';

declare global {
  interface HTMLElementTagNameMap {
    'pika-count': PikaCount;
    'pika-input': PikaInput;
    'pika-plot': PikaPlot;
    'pika-query': PikaQuery;
    'pika-selection': PikaSelection;
  }
}
