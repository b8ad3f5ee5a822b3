import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateResult } from 'lit';

interface Story {
  readonly args?: object;
  readonly render?: (args: object) => TemplateResult;
}

const FOLDER = join(import.meta.dirname, '../../stories');

/** Every story, rendered with its own arguments. */
export async function renderStories(): Promise<
  readonly { readonly name: string; readonly template: TemplateResult }[]
> {
  const stories: { readonly name: string; readonly template: TemplateResult }[] = [];
  for (const file of readdirSync(FOLDER)
    .filter((name) => name.endsWith('.stories.ts'))
    .sort()) {
    const { default: meta, ...all } = (await import(join(FOLDER, file))) as Readonly<Record<string, Story>>;
    for (const [name, { args, render = meta!.render! }] of Object.entries(all))
      stories.push({
        name: `${file.replace('.stories.ts', '')}-${name}`,
        template: render({ ...meta!.args, ...args }),
      });
  }
  return stories;
}
