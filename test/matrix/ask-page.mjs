/** Evaluates in a page. Null while it loads again: servers make it do so when they find a package or an edit. */
export async function askPage(page, ask, value) {
  try {
    return await page.evaluate(ask, value);
  } catch (error) {
    if (/context was destroyed/.test(error.message)) return null;
    throw error;
  }
}
