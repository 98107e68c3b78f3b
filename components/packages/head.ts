/** What a package says in the head of its pages; a page of the book itself says nothing. */
export interface PackageHead {
  /** The standard that the package was made for. */
  readonly standard: string;
  /** The share of the points that passes. */
  readonly pass: number;
  /** The seed of the problem, where the instructor has chosen one. */
  readonly seed: string | undefined;
  /** The page in the other language, when the package has it. */
  readonly other: string | undefined;
}

export function packageHead(): PackageHead | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="glass-package"]');
  if (!meta) return undefined;
  const pass = Number(meta.dataset['pass']);
  return {
    standard: meta.content,
    pass: pass > 0 && pass <= 1 ? pass : 1,
    seed: meta.dataset['seed'],
    other: meta.dataset['other'],
  };
}
