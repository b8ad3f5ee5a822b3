/** What a tab remembers while its page loads again. Forgets where the page may not store anything. */
export interface TabMemory {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
}

/** In the browser's session storage. A duplicated tab starts with a copy. */
export const sessionMemory: TabMemory = {
  read(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key, text) {
    try {
      sessionStorage.setItem(key, text);
    } catch {
      // The newest version of any tab then takes its place.
    }
  },
  remove(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Then nothing was written, either.
    }
  },
};
