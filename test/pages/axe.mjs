/** What axe finds in a page: faults of contrast, names, roles and keyboard access. */
import axe from 'axe-core';

export async function loadAxe(page) {
  await page.addScriptTag({ content: axe.source });
}

/**
 * Resolves to one text for each fault, in light of every kind, and in dark of those that colors can cause.
 * @param scheme the one that the page shows
 * @param context selectors of what to look at: `{ include, exclude }`
 */
export async function axeProblems(page, scheme, context) {
  return page.evaluate(
    async ([name, where]) => {
      const options = name === 'dark' ? { runOnly: ['color-contrast'] } : {};
      const { violations } = await globalThis.axe.run(where, {
        ...options,
        preload: false,
        resultTypes: ['violations'],
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `axe, ${name}: ${id} at ${target.flat().join(' ')}: ${failureSummary}`,
        ),
      );
    },
    [scheme, context],
  );
}
