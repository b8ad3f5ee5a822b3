#!/usr/bin/env bash
# Chromium 156 and Firefox ESR 153, driven by puppeteer-core 24.43.1, 2026-11-30. Needs both browsers installed
# (Debian: chromium, firefox-esr), or CHROMIUM and FIREFOX with their paths.
#
# A page that draws its plots one window ahead observes them with both margins of an IntersectionObserver: rootMargin is for the window, scrollMargin
# for boxes that scroll. A good engineer would expect that in a page without such a box, scrollMargin changes nothing.
# What happens: in both browsers scrollMargin alone extends the window too, as rootMargin alone does. With both at 100 %, Firefox adds them up to two
# windows, and Chromium compounds them: the second is a percentage of the window that the first has extended, which makes four windows. A grid of
# plots then draws two or four times as many as its author wrote.
# Exits with 0 while this is so, with 1 when it has changed.
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium)}
firefox=${FIREFOX:-$(command -v firefox-esr)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund puppeteer-core@24.43.1
cat > margins.mjs <<'JS'
import puppeteer from 'puppeteer-core';
const boxes = '<i style="display:block;height:100px"></i>'.repeat(200);
const margins = [{}, { rootMargin: '100%' }, { scrollMargin: '100%' }, { rootMargin: '100%', scrollMargin: '100%' }];
const near = (init) =>
  new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => resolve(entries.filter((entry) => entry.isIntersecting).length), init);
    for (const box of document.querySelectorAll('i')) observer.observe(box);
  });
const found = {};
for (const [browser, executablePath] of [['chrome', process.argv[2]], ['firefox', process.argv[3]]]) {
  const args = browser === 'chrome' ? ['--no-sandbox'] : [];
  const open = await puppeteer.launch({ browser, executablePath, args, headless: true, defaultViewport: { width: 800, height: 800 } });
  const page = await open.newPage();
  await page.setContent(`<!doctype html><body style="margin:0">${boxes}`);
  found[browser] = [];
  for (const init of margins) found[browser].push(await page.evaluate(near, init));
  console.log((await open.version()).padEnd(20), 'boxes of 100 px near a window of 800 px:', found[browser].join(', '));
  await open.close();
}
// Eight boxes fill the window; the one that only touches its edge counts too.
process.exit(JSON.stringify(found) === '{"chrome":[9,17,17,41],"firefox":[9,17,17,25]}' ? 0 : 1);
JS
node margins.mjs "$chromium" "$firefox"
# Seen: Chrome/156.0.8078.108 boxes of 100 px near a window of 800 px: 9, 17, 17, 41
#       firefox/153.8.0      boxes of 100 px near a window of 800 px: 9, 17, 17, 25
