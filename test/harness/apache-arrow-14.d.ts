/** Version 14 has types that its own package.json hides. */
declare module 'apache-arrow-14' {
  export { tableFromIPC } from 'apache-arrow';
}
