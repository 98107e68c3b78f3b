/** What the reader's browser keeps, under names that begin with `glass:`; a browser that keeps nothing is no error. */
export function read(name: string): string | null {
  try {
    return localStorage.getItem(`glass:${name}`);
  } catch {
    return null;
  }
}

/** Keeps a value, or forgets it when it is null. */
export function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`glass:${name}`);
    else localStorage.setItem(`glass:${name}`, value);
  } catch {
    // Storage is full or refused: the page works without.
  }
}
