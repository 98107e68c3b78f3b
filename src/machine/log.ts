/**
 * What happened, in order: one append-only list. A snapshot keeps only the length, a restore cuts the list back to it, and
 * running again appends the same entries again.
 */

/** One happening. Whoever makes entries adds fields of its own kind. */
export interface LogEntry {
  readonly position: number;
  readonly processor: number;
  readonly thread: number;
  readonly kind: string;
}

/** Entries that stay when the list is full: what the reader sees and what ends things. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  'output',
  'input',
  'processExit',
  'exception',
  'debugPrint',
  'logFull',
]);

export class Log {
  readonly entries: LogEntry[] = [];
  readonly entriesMax: number;

  constructor(entriesMax = 200_000) {
    this.entriesMax = entriesMax;
  }

  get length(): number {
    return this.entries.length;
  }

  /** Appends `entry`; beyond the budget only essential kinds, after one entry that says so, and nothing beyond twice it. */
  append<E extends LogEntry>(entry: E): void {
    const count = this.entries.length;
    if (count >= this.entriesMax) {
      if (count === this.entriesMax) this.entries.push({ ...place(entry), kind: 'logFull' });
      if (!ESSENTIAL.has(entry.kind) || count >= 2 * this.entriesMax) return;
    }
    this.entries.push(entry);
  }

  /** Cuts the list back to its first `length` entries. */
  truncate(length: number): void {
    if (length < this.entries.length) this.entries.length = length;
  }
}

function place(entry: LogEntry): Omit<LogEntry, 'kind'> {
  return { position: entry.position, processor: entry.processor, thread: entry.thread };
}
