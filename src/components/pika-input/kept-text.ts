import { noChange } from 'lit';
import { Directive, directive, type PropertyPart } from 'lit/directive.js';

/**
 * The text of a field, unless the user is typing another text of the same value: `0.0` on the way to `0.05` must stay.
 * @param text the text of the value
 * @param textOf the text of the value that the field's own text reads as
 */
class KeptText extends Directive {
  override render(text: string, _textOf: (typed: string) => string): unknown {
    return text;
  }

  override update({ element }: PropertyPart, [text, textOf]: Parameters<this['render']>): unknown {
    const field = element as HTMLInputElement;
    const isTyping = (field.getRootNode() as Document | ShadowRoot).activeElement === field;
    const isSame = isTyping && field.value !== '' && text !== '' && textOf(field.value) === text;
    if (!isSame && field.value !== text) field.value = text;
    return noChange;
  }
}

export const keptText = directive(KeptText);
