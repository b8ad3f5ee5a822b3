import { css, html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { FileSource } from '../../engine/index';
import { MessagesController, type Say } from '../controllers/messages-controller';
import { QUERY_MESSAGES } from '../messages/english/query';

type DropBox = (
  chosen: FileSource | readonly FileSource[] | null,
  choose: (files: readonly File[]) => void,
) => TemplateResult;

/** The box of an element, to drop or choose files; `chosen` is its current content. */
export function dropBoxOf(host: ReactiveControllerHost & HTMLElement): DropBox {
  const { say } = new MessagesController(host, 'query', QUERY_MESSAGES);
  return (chosen, choose) => dropBox(chosen, say, choose);
}

function dropBox(
  chosen: FileSource | readonly FileSource[] | null,
  say: Say<typeof QUERY_MESSAGES>,
  choose: (files: readonly File[]) => void,
): TemplateResult {
  const mark =
    (over: boolean) =>
    (event: DragEvent): void => {
      event.preventDefault();
      (event.currentTarget as HTMLElement).classList.toggle('over', over);
    };
  const take = (files: FileList | null | undefined): void => {
    if (files && files.length > 0) choose([...files]);
  };
  const onDrop = (event: DragEvent): void => {
    mark(false)(event);
    take(event.dataTransfer?.files);
  };
  return html`
    <label class="drop" part="drop" @dragenter=${mark(true)} @dragover=${mark(true)} @dragleave=${mark(false)} @drop=${onDrop}>
      <span>${fileNames(chosen) ?? say('drop')}</span>
      <input type="file" multiple @change=${(event: Event) => take((event.target as HTMLInputElement).files)}>
    </label>`;
}

function fileNames(chosen: FileSource | readonly FileSource[] | null): string | null {
  const files: readonly unknown[] = Array.isArray(chosen) ? chosen : [chosen];
  const names = files.flatMap((file) => (file instanceof File ? [file.name] : []));
  return names.length > 0 ? names.join(', ') : null;
}

export const dropStyles = css`
  .drop {
    display: grid; place-items: center; gap: 4px; box-sizing: border-box; min-height: 80px; padding: 16px;
    border: 2px dashed light-dark(#999, #888); border-radius: var(--pika-radius, 6px);
    text-align: center; cursor: pointer; color: inherit;
  }
  .drop:hover, .drop:focus-within, .drop.over {
    border-color: var(--pika-accent, light-dark(#2563ad, #7db4ee));
  }
  .drop.over { border-style: solid; background: color-mix(in srgb, var(--pika-accent, light-dark(#2563ad, #7db4ee)) 10%, transparent); }
  .drop input { max-width: 100%; font: inherit; }
`;
