/** A whole page of some HTML, to be saved beside the package's folder `dist`. */
export function asPage(blocks: readonly string[]): string {
  const themes = new Set(Array.from(blocks.join().matchAll(/data-pika-theme="([\w-]+)"/g), ([, name]) => name!));
  const links = [...themes].map((name) => `\n<link rel="stylesheet" href="dist/themes/${name}.css">`).join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>pika-plot</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 760px; margin: 24px auto; padding: 0 16px; }
</style>
<link rel="stylesheet" href="dist/pika-plot.css">${links}
<script type="importmap">{ "imports": { "pika-plot": "./dist/pika-plot.js" } }</script>
<script type="module" src="dist/pika-plot.js"></script>

${blocks.map((block) => block.trim()).join('\n\n')}
</html>
`;
}
