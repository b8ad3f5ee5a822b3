/** The style sheet of a saved page. Its properties are computed values of the plots that were saved. */
export const PAGE_STYLE = `
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--background); color: var(--text); font: 13px/1.45 var(--font); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
main { max-width: 1600px; margin: 0 auto; padding: 24px 20px; }
h1 { margin: 0 0 4px; color: var(--strong); font-size: 19px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0; }
.bar { display: flex; align-items: center; gap: 6px 16px; min-height: 30px; margin-bottom: 14px; flex-wrap: wrap; }
.status { flex: 1 1 240px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
button {
  flex: none; padding: 4px 12px; border: 1px solid var(--text); border-radius: 6px; background: none;
  color: var(--strong); font: inherit; cursor: pointer;
}
button:disabled { visibility: hidden; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.plots { display: flex; flex-wrap: wrap; gap: 16px; }
figure { flex: 1 1 min(100%, var(--width)); min-width: 0; margin: 0; }
.placed { display: block; position: relative; width: var(--width); height: var(--height); }
.placed figure { position: absolute; left: var(--left); top: var(--top); width: var(--width); }
.view {
  position: relative; overflow: hidden; user-select: none; -webkit-user-select: none; outline-offset: -2px;
  background: var(--background); color: var(--text); font: var(--size)/1.3 var(--font);
  font-variant-numeric: tabular-nums; border-radius: 6px;
}
.view:focus-visible { outline: 2px solid var(--accent); }
.view > svg, .view > canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
.view > svg { overflow: visible; direction: ltr; pointer-events: none; }
.view > .legend { position: absolute; left: 0; top: 0; pointer-events: none; }
text { fill: var(--text); }
text:has(title) { pointer-events: auto; }
text.title { fill: var(--title); font-weight: var(--title-weight); font-family: var(--title-font); }
line.grid { stroke: var(--grid); }
line.base, line.tick { stroke: var(--text); stroke-opacity: 0.55; }
line.minor { stroke-opacity: 0.35; }
.veil { fill: var(--background); fill-opacity: 0.55; }
.range { fill: var(--accent); fill-opacity: 0.13; stroke: var(--accent); stroke-opacity: 0.8; }
.plane { fill: none; stroke: var(--strong); stroke-opacity: 1; }
.handle { fill: var(--background); stroke: var(--accent); stroke-width: 1.5; }
.cursor { fill: none; stroke: var(--strong); stroke-opacity: 0.75; }
.cursor[hidden] { display: none; }
.picture img { display: block; max-width: 100%; height: auto; }
figcaption { margin: 4px 10px 0; font-size: 12px; overflow-wrap: anywhere; }
.help { margin-top: 16px; font-size: 12px; }
.tooltip {
  position: fixed; z-index: 1; max-width: min(340px, calc(100vw - 8px)); padding: 7px 10px; overflow: hidden;
  border: 1px solid var(--line); border-radius: 6px; pointer-events: none; background: var(--background);
  color: var(--strong); font: calc(1.09 * var(--size))/1.3 var(--font);
  width: max-content; font-variant-numeric: tabular-nums;
  box-shadow: 0 2px 10px light-dark(#0002, #0008);
}
.tooltip dl { display: grid; grid-template-columns: fit-content(60%) auto; gap: 1px 10px; margin: 0; }
.tooltip dt { color: var(--text); overflow-wrap: anywhere; }
.tooltip dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.tooltip p { margin: 3px 0 0; }
.tooltip[hidden] { display: none; }
.words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { .view { break-inside: avoid; } button, .help { display: none; } }
`.trim();
