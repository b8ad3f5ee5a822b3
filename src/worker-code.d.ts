/** The bundled script of a worker, as text. */
declare module '*?code' {
  const code: string;
  export default code;
}

/** The bundled script of a saved page, as text, and its hash for a content policy. */
declare module '*?script' {
  export const script: string;
  export const hash: string;
}
