import type { Decorator, Preview } from '@storybook/web-components-vite';
import { configure, type BackendChoice } from '../../src/engine/index';

/** Each style sheet in src/themes/ is a theme of the toolbar. */
const stylesheets = import.meta.glob<string>('../../src/themes/*.css', { query: '?url', import: 'default' });
const themeNames = Object.keys(stylesheets)
  .map((path) => path.replace(/^.*\/|\.css$/g, ''))
  .filter((name) => name !== 'default');

const SCHEMES = { system: 'System', light: 'Light', dark: 'Dark' } as const;
type Scheme = keyof typeof SCHEMES;
const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'cpu'];

type Globals = NonNullable<Preview['globalTypes']>;

export const globalTypes: Globals = {
  scheme: {
    description: 'Color scheme',
    toolbar: {
      icon: 'mirror',
      dynamicTitle: true,
      items: Object.entries(SCHEMES).map(([value, title]) => ({ value, title })),
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

/** Applies the toolbar to the page, or to the frame of a story in a page of docs, before the story is drawn. */
export const withToolbar: Decorator = (story, { globals, canvasElement }) => {
  const { scheme, theme, backend } = globals as {
    readonly scheme: Scheme;
    readonly theme: string;
    readonly backend: BackendChoice;
  };
  const root = document.documentElement;
  const frame = canvasElement.closest<HTMLElement>('.docs-story');
  look(root, frame ? { scheme: 'system', theme: '' } : { scheme, theme });
  if (frame) look(frame, { scheme, theme });
  void loadTheme(theme);
  useBackend(backend);
  return story();
};

function look({ dataset }: HTMLElement, { scheme, theme }: { readonly scheme: Scheme; readonly theme: string }): void {
  dataset['scheme'] = scheme;
  if (theme === '') delete dataset['pikaTheme'];
  else dataset['pikaTheme'] = theme;
}

const loaded = new Set<string>();

async function loadTheme(name: string): Promise<void> {
  const address = stylesheets[`../../src/themes/${name}.css`];
  if (!address || loaded.has(name)) return;
  loaded.add(name);
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: await address() }));
}

let configured: BackendChoice = 'auto';
const note = Object.assign(document.createElement('p'), { className: 'backend-note', role: 'alert' });

/** If the backend fails, as where a browser lacks WebGPU, a line above the story says why. */
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
