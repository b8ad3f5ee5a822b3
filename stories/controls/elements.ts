/// <reference types="vite/types/importMeta.d.ts" />
import type { ElementDescription } from './element-description';

interface Module {
  readonly declarations: readonly ElementDescription[];
}

/** A glob rather than an import, so that types can be checked before there is a build. */
const manifests = import.meta.glob<readonly Module[]>('../../dist/custom-elements.json', {
  eager: true,
  import: 'modules',
});

/** The elements, as the custom-elements manifest describes them. */
export const elements: readonly ElementDescription[] = Object.values(manifests).flatMap((modules) =>
  modules.flatMap(({ declarations }) => declarations),
);

export function elementNamed(tag: string): ElementDescription | undefined {
  return elements.find(({ tagName }) => tagName === tag);
}
