import '../../src/index';
import type { PikaQuery } from '../../src/components/pika-query/pika-query';

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

function element(attributes: Readonly<Record<string, string>>): PikaQuery {
  const made = document.createElement('pika-query') as PikaQuery;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  document.body.append(made);
  return made;
}

function dragged(type: string, ...files: readonly File[]): DragEvent {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  return new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
}

describe('<pika-query> and files', () => {
  afterEach(() => document.body.replaceChildren());

  it('waits for a file without an error, highlights a drag, and reads dropped files', async () => {
    const query = element({ name: 'mine', drop: '' });
    // The box loads with the first query that has one.
    while (!query.shadowRoot?.querySelector('.drop')) await new Promise(requestAnimationFrame);
    check(query.error === null && query.offsetHeight > 20, 'a box, and no error');
    const box = query.shadowRoot.querySelector<HTMLElement>('.drop')!;
    const over = dragged('dragover');
    box.dispatchEvent(over);
    check(over.defaultPrevented && box.classList.contains('over'), 'the drag is accepted and highlighted');
    box.dispatchEvent(dragged('dragleave'));
    check(!box.classList.contains('over'), 'no highlight after the drag left');
    box.dispatchEvent(dragged('drop', new File(['a,b\n1,2\n3,4\n'], 'x.csv'), new File(['a,b\n5,6\n'], 'y.csv')));
    check((await query.ready).rowCount === 3, 'both files are one table');
    check(/x\.csv, y\.csv/.test(box.textContent), 'the box names the files');
    box.dispatchEvent(dragged('drop', new File(['not,whole\n"'], 'z.json')));
    await query.ready.then(
      () => {
        throw new Error('expected an error');
      },
      () => undefined,
    );
    check(/z\.json/.test(query.shadowRoot!.querySelector('.error')!.textContent), 'the error names the file');
  });

  it('applies CSV attributes, and reads again when one changes', async () => {
    const query = element({
      name: 'text',
      src: 'data:text/csv,1;2,5%0A3;4,5%0A',
      delimiter: ';',
      header: 'false',
      'decimal-separator': ',',
    });
    check(
      (await query.ready).fields.map(({ sqlType }) => sqlType).join() === 'BIGINT,DOUBLE',
      'types follow the options',
    );
    query.setAttribute('header', 'true');
    check((await query.ready).rowCount === 1, 'the first line holds names now');
  });
});
