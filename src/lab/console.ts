/** What was written to and typed into the console, up to a moment. */
import type { LogEntry } from '../machine/log.ts';

export interface ConsolePiece {
  readonly kind: 'output' | 'error' | 'input';
  readonly text: string;
}

interface OutputEntry extends LogEntry {
  readonly handle: 1 | 2;
  readonly bytes: Uint8Array;
}

interface InputEntry extends LogEntry {
  readonly text: string;
}

/** Text on the console at most this long is shown; older text scrolls away, as on a console. */
const SHOWN_MAX = 60_000;

/** The pieces in order; neighbours of the same kind are one. Bytes are UTF-8, and what is not shows as U+FFFD. */
export function consoleText(log: readonly LogEntry[]): readonly ConsolePiece[] {
  const pieces: { kind: ConsolePiece['kind']; parts: (Uint8Array | string)[] }[] = [];
  const add = (kind: ConsolePiece['kind'], part: Uint8Array | string) => {
    const last = pieces[pieces.length - 1];
    if (last?.kind === kind) last.parts.push(part);
    else pieces.push({ kind, parts: [part] });
  };
  for (const entry of log) {
    if (entry.kind === 'output')
      add((entry as OutputEntry).handle === 2 ? 'error' : 'output', (entry as OutputEntry).bytes);
    else if (entry.kind === 'input') add('input', (entry as InputEntry).text);
  }
  return shortened(pieces.map(({ kind, parts }) => ({ kind, text: textOf(parts) })));
}

function textOf(parts: readonly (Uint8Array | string)[]): string {
  const decoder = new TextDecoder();
  const text = parts.map((part) => (typeof part === 'string' ? part : decoder.decode(part, { stream: true }))).join('');
  return (text + decoder.decode()).replaceAll('\r\n', '\n').replaceAll('\u0007', '');
}

function shortened(pieces: readonly ConsolePiece[]): readonly ConsolePiece[] {
  let left = SHOWN_MAX;
  const kept: ConsolePiece[] = [];
  for (const piece of [...pieces].reverse()) {
    if (left <= 0) break;
    kept.unshift({ ...piece, text: piece.text.slice(-left) });
    left -= piece.text.length;
  }
  return kept;
}

/** All that was written up to a moment, as one text. */
export function consoleOutput(log: readonly LogEntry[]): string {
  return consoleText(log)
    .map((piece) => piece.text)
    .join('');
}
