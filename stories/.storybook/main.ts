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
    // Used in workers only, which Vite does not scan before it serves: without this the first page would reload itself.
    optimizeDeps: {
      ...vite.optimizeDeps,
      include: [...(vite.optimizeDeps?.include ?? []), 'parquet-wasm', '@uwdata/flechette'],
    },
    build: { ...vite.build, target: 'es2022', chunkSizeWarningLimit: 4096, reportCompressedSize: false },
  }),
};

export default config;
