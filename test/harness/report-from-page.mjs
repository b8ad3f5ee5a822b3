/**
 * Loaded in a page of the browser stage before its tests; reports to the test server which test begins and what is
 * awaited.
 */
import { executeServerCommand } from '@web/test-runner-commands';
import { report, reportTo } from './patience.mjs';

reportTo((said) => void executeServerCommand('pika-report', said).catch(() => undefined));
beforeEach(function reportTest() {
  report({ test: this.currentTest.fullTitle() });
});
