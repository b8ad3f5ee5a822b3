import type { StorybookConfig } from '@storybook/web-components-vite';
import { wgslModules } from '../../shaders/compose.mjs';
import { buildManifest } from '../../examples/prepare.mjs';

/** The engine names its workers by plain addresses; Vite bundles only those that are imported or constructed. */
const workersByAddress = () => ({
  name: 'pika-workers-by-address',
  enforce: 'pre' as const,
  load: (id: string) => (id.endsWith('.ts?code') ? "export default '';" : null),
  transform(code: string, id: string) {
    const address = "new URL('./worker.ts', import.meta.url)";
    if (!id.includes('/src/engine/') || !code.includes(address)) return null;
    return `import workerAddress from './worker.ts?worker&url';\n${code.replace(address, 'new URL(workerAddress, import.meta.url)')}`;
  },
});

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../*.stories.ts', '../playground/*.stories.ts'],
  addons: ['@storybook/addon-docs'],
  // The color schemes of the toolbar take the place of backgrounds; the stories have no scripted interactions.
  features: { backgrounds: false, interactions: false, measure: false, outline: false },
  staticDirs: [{ from: '../../node_modules/vega-datasets/data', to: '/data' }],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  async viteFinal(vite) {
    // Controls and tables come from the manifest.
    await buildManifest();
    return {
      ...vite,
      plugins: [...(vite.plugins ?? []), workersByAddress(), wgslModules()],
      worker: { ...vite.worker, format: 'es', plugins: () => [wgslModules()] },
      // Only workers import these. Vite does not scan workers at startup, so without this list the first page would
      // reload.
      optimizeDeps: {
        ...vite.optimizeDeps,
        include: [...(vite.optimizeDeps?.include ?? []), 'parquet-wasm/esm', '@uwdata/flechette', 'lit/directive.js'],
      },
      // Otherwise, Vite would turn light-dark() into variables that do not follow the toolbar.
      build: {
        ...vite.build,
        target: 'es2022',
        cssTarget: 'esnext',
        chunkSizeWarningLimit: 4096,
        reportCompressedSize: false,
      },
    };
  },
};

export default config;
