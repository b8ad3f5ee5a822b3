import type { StorybookConfig } from '@storybook/web-components-vite';
import { wgslModules } from '../../shaders/compose.mjs';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../*.stories.ts'],
  staticDirs: [{ from: '../../node_modules/vega-datasets/data', to: '/data' }],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => ({
    ...vite,
    plugins: [...(vite.plugins ?? []), wgslModules()],
    worker: { ...vite.worker, format: 'es', plugins: () => [wgslModules()] },
    // Only workers import these. Vite does not scan workers at startup, so without this list the first page would
    // reload.
    optimizeDeps: {
      ...vite.optimizeDeps,
      include: [...(vite.optimizeDeps?.include ?? []), 'parquet-wasm', '@uwdata/flechette'],
    },
    build: { ...vite.build, target: 'es2022', chunkSizeWarningLimit: 4096, reportCompressedSize: false },
  }),
};

export default config;
