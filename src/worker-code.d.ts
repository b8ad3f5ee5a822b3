/** The bundled script of a worker, as text. */
declare module '*?code' {
  const code: string;
  export default code;
}
