export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  css: ['pika-plot/dist/pika-plot.css'],
  app: { head: { title: 'pika-plot with Nuxt', htmlAttrs: { lang: 'en' }, link: [{ rel: 'icon', href: 'data:,' }] } },
  hooks: {
    // Otherwise, each page fetches ahead what it may never need: the database, readers of files, all marks.
    'build:manifest'(files) {
      for (const [name, file] of Object.entries(files))
        if (/pika-|duckdb|parquet/.test(name)) file.prefetch = file.preload = false;
    },
  },
});
