/**
 * Reads counts, selection and SQL results from a page. `page` returns Playwright's or Puppeteer's page, which may open
 * later.
 */
export function answersOf(page) {
  return {
    /** Number of rows that a plot draws. */
    total: (plot) =>
      page().evaluate(
        async (index) =>
          (await document.querySelectorAll('pika-plot')[index].counts())?.counts.reduce((a, b) => a + b) ?? 0,
        plot,
      ),
    /** Edges of a plot's bins, per axis. */
    edges: (plot) =>
      page().evaluate(async (index) => (await document.querySelectorAll('pika-plot')[index].counts()).edges, plot),
    /** The first row of a SQL result. */
    sql: async (text) => (await page().evaluate((query) => window.rows(query), text))[0],
    /** The selection of the flights, as SQL. */
    where: () => page().evaluate(() => document.querySelector('pika-selection').toSQL('flights')),
    clauses: () => page().evaluate(() => document.querySelector('pika-selection').value),
    /** The counts of the page's `<pika-count>`. */
    counted: () => page().evaluate(() => document.querySelector('pika-count').value),
  };
}
