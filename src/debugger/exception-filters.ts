/**
 * What the debugger does when the program raises an exception: `sxe` stops at the first chance, `sxd` at the second only,
 * `sxn` tells and goes on, `sxi` goes on. The defaults are WinDbg's.
 */

export type Reaction = 'break' | 'second-chance break' | 'output' | 'ignore';

interface Filter {
  readonly name: string;
  readonly code: number;
  readonly text: string;
  readonly reaction: Reaction;
}

const break_ = 'break' as const;
const second = 'second-chance break' as const;

/** The events that have a name of their own; all other codes are `*`. */
const NAMED: readonly Filter[] = [
  { name: 'av', code: 0xc0000005, text: 'Access violation', reaction: break_ },
  { name: 'asrt', code: 0xc0000420, text: 'Assertion failure', reaction: break_ },
  { name: 'bpe', code: 0x80000003, text: 'Break instruction exception', reaction: break_ },
  { name: 'eh', code: 0xe06d7363, text: 'C++ EH exception', reaction: second },
  { name: 'dm', code: 0x80000002, text: 'Data misaligned', reaction: break_ },
  { name: 'gp', code: 0x80000001, text: 'Guard page violation', reaction: break_ },
  { name: 'ii', code: 0xc000001d, text: 'Illegal instruction', reaction: second },
  { name: 'ip', code: 0xc0000006, text: 'In-page I/O error', reaction: break_ },
  { name: 'dz', code: 0xc0000094, text: 'Integer divide-by-zero', reaction: break_ },
  { name: 'iov', code: 0xc0000095, text: 'Integer overflow', reaction: break_ },
  { name: 'ch', code: 0xc0000008, text: 'Invalid handle', reaction: break_ },
  { name: 'lsq', code: 0xc000001e, text: 'Invalid lock sequence', reaction: break_ },
  { name: 'sse', code: 0x80000004, text: 'Single step exception', reaction: break_ },
  { name: 'sbo', code: 0xc0000409, text: 'Stack buffer overflow', reaction: break_ },
  { name: 'sov', code: 0xc00000fd, text: 'Stack overflow', reaction: break_ },
];

const OTHER = '*';

/** What each kind of exception meets. */
export class ExceptionFilters {
  private readonly changed = new Map<string, Reaction>();

  /** "av", "c0000005" or "*"; undefined when it names no exception. */
  keyOf(text: string): string | undefined {
    const name = text.toLowerCase();
    if (name === OTHER) return OTHER;
    const named = NAMED.find((filter) => filter.name === name);
    if (named) return named.name;
    if (!/^(0x)?[\da-f]{1,8}$/.test(name)) return undefined;
    const code = Number.parseInt(name.replace(/^0x/, ''), 16);
    return NAMED.find((filter) => filter.code === code)?.name ?? code.toString(16).padStart(8, '0');
  }

  set(key: string, reaction: Reaction): void {
    this.changed.set(key, reaction);
  }

  reset(): void {
    this.changed.clear();
  }

  /** What an exception with this code meets. */
  reaction(code: number): Reaction {
    const named = NAMED.find((filter) => filter.code === code >>> 0);
    const key = named?.name ?? (code >>> 0).toString(16).padStart(8, '0');
    return this.changed.get(key) ?? named?.reaction ?? this.changed.get(OTHER) ?? second;
  }

  /** Whether the program goes on by itself. */
  passes(code: number, first: boolean): boolean {
    const reaction = this.reaction(code);
    return reaction === 'output' || reaction === 'ignore' || (first && reaction === second);
  }

  /** Rows as `sx` prints them. */
  rows(): readonly string[] {
    const own = [...this.changed].filter(([key]) => key !== OTHER && !NAMED.some(({ name }) => name === key));
    return [
      ...NAMED.map(({ name, text, code }) => `${name.padStart(4)} - ${text} - ${this.reaction(code)} - not handled`),
      ...own.map(([key, reaction]) => `${key} - ${reaction} - not handled`),
      `   * - Other exception - ${this.changed.get(OTHER) ?? second} - not handled`,
    ];
  }
}
