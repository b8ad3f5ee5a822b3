/** What one script tag brings: the elements, registered, and the page's engine. */
import { define } from './components/define';
import { PikaCount } from './components/pika-count/pika-count';
import { PikaInput } from './components/pika-input/pika-input';
import { PikaPlot } from './components/pika-plot/pika-plot';
import { PikaQuery } from './components/pika-query/pika-query';
import { PikaSelection } from './components/pika-selection/pika-selection';
import { PikaStatus } from './components/pika-status/pika-status';
import { configure, type BackendChoice } from './engine/index';

// Said by the page before any plot is there: <html data-pika-backend="cpu">. A wrong name goes to the console, and `auto` stands.
const { pikaBackend } = document.documentElement.dataset;
if (pikaBackend !== undefined) configure({ backend: pikaBackend as BackendChoice }).catch(reportError);

// Inputs first: what a query's SQL asks of them is there when it is defined.
define('pika-input', PikaInput);
define('pika-query', PikaQuery);
define('pika-selection', PikaSelection);
define('pika-plot', PikaPlot);
define('pika-count', PikaCount);
define('pika-status', PikaStatus);

export { PikaCount, PikaInput, PikaPlot, PikaQuery, PikaSelection, PikaStatus };
export * from './engine/index';

declare global {
  interface HTMLElementTagNameMap {
    'pika-count': PikaCount;
    'pika-input': PikaInput;
    'pika-plot': PikaPlot;
    'pika-query': PikaQuery;
    'pika-selection': PikaSelection;
    'pika-status': PikaStatus;
  }
}
