import type { Decorator, Preview } from '@storybook/web-components-vite';
import { configure, type BackendChoice } from '../../src/engine/index';

/** A stylesheet in src/themes/ becomes a theme of the toolbar. */
const stylesheets = import.meta.glob<string>('../../src/themes/*.css', { query: '?url', import: 'default' });
const themeNames = Object.keys(stylesheets).map((path) => path.replace(/^.*\/|\.css$/g, ''));

const SCHEMES = {
  system: { title: 'System', colorScheme: 'light dark' },
  light: { title: 'Light', colorScheme: 'light' },
  dark: { title: 'Dark', colorScheme: 'dark' },
} as const;
const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'cpu'];

type Globals = NonNullable<Preview['globalTypes']>;

export const globalTypes: Globals = {
  scheme: {
    description: 'Color scheme',
    toolbar: {
      icon: 'mirror',
      dynamicTitle: true,
      items: Object.entries(SCHEMES).map(([value, { title }]) => ({ value, title })),
    },
  },
  theme: {
    description: 'Theme',
    toolbar: {
      icon: 'paintbrush',
      dynamicTitle: true,
      items: [{ value: '', title: 'Default theme' }, ...themeNames.map((value) => ({ value, title: titleOf(value) }))],
    },
  },
  backend: {
    description: 'Backend',
    toolbar: {
      icon: 'lightning',
      dynamicTitle: true,
      items: BACKENDS.map((value) => ({ value, title: `Backend: ${value}` })),
    },
  },
};

export const initialGlobals = { scheme: 'system', theme: '', backend: 'auto' };

/** Applies what the toolbar says to the page, before the story is drawn. */
export const withToolbar: Decorator = (story, { globals }) => {
  const { scheme, theme, backend } = globals as {
    readonly scheme: keyof typeof SCHEMES;
    readonly theme: string;
    readonly backend: BackendChoice;
  };
  document.documentElement.style.colorScheme = (SCHEMES[scheme] ?? SCHEMES.system).colorScheme;
  void useTheme(theme);
  useBackend(backend);
  return story();
};

const link = Object.assign(document.createElement('link'), { rel: 'stylesheet' });

async function useTheme(name: string): Promise<void> {
  if (document.documentElement.dataset['pikaTheme'] === (name || undefined)) return;
  delete document.documentElement.dataset['pikaTheme'];
  link.remove();
  const address = stylesheets[`../../src/themes/${name}.css`];
  if (!address) return;
  document.documentElement.dataset['pikaTheme'] = name;
  link.href = await address();
  if (document.documentElement.dataset['pikaTheme'] === name) document.head.append(link);
}

let configured: BackendChoice = 'auto';
const note = Object.assign(document.createElement('p'), { className: 'backend-note', role: 'alert' });

/** Where a browser lacks WebGPU, a line above the story says so. */
function useBackend(backend: BackendChoice): void {
  if (backend === configured) return;
  configured = backend;
  note.remove();
  configure({ backend }).catch((error: Error) => {
    note.textContent = error.message;
    document.body.prepend(note);
  });
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
