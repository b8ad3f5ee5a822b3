export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  css: ['pika-plot/dist/pika-plot.css'],
  app: { head: { title: 'pika-plot with Nuxt', htmlAttrs: { lang: 'en' }, link: [{ rel: 'icon', href: 'data:,' }] } },
});
