/** An element as the custom-elements manifest describes it. */
export interface ElementDescription extends Described {
  readonly tagName: string;
  readonly attributes?: readonly Typed[];
  readonly members?: readonly Member[];
  readonly events?: readonly Typed[];
  readonly slots?: readonly Described[];
  readonly cssProperties?: readonly CustomProperty[];
  readonly cssParts?: readonly Described[];
}

export interface Described {
  readonly name: string;
  readonly description?: string;
}
export interface Typed extends Described {
  readonly type?: { readonly text: string };
}
export interface Member extends Typed {
  readonly kind: 'field' | 'method';
  readonly readonly?: boolean;
  readonly static?: boolean;
  readonly parameters?: readonly (Typed & { readonly optional?: boolean })[];
  readonly return?: { readonly type: { readonly text: string } };
}
export interface CustomProperty extends Described {
  /** `<color>`, as in CSS. */
  readonly syntax?: string;
}
