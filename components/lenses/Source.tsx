/** The source with the line that runs next, changed lines' values, and breakpoints in the margin. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { stackFrames } from '@/debugger/stack.ts';
import { lineAt } from '@/debugger/symbols.ts';
import { highlightC } from './highlight.ts';
import type { LensProps } from './lens.ts';

interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Where the program stands: its own line, or the nearest caller that has a source at hand. Of a deadlock or an end nobody
 * wants to see the door to the kernel: there it is the nearest caller in the program, if there is one.
 */
function placeOf({ lab, now }: LensProps): Place | undefined {
  const places = stackFrames(now, now.modules, 32)
    .map(({ index, eip }) => lineAt(now.modules, index === 0 ? eip : eip - 1))
    .filter((line) => line && lab.source(line.file) !== undefined);
  const isOver = lab.now.end?.kind === 'deadlock' || lab.now.end?.kind === 'exit';
  return isOver ? places.find((line) => line && lab.program.sources[line.file]) : places[0];
}

const baseName = (file: string) => file.slice(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1);

export function Source(props: LensProps) {
  const { lab, now, words } = props;
  const place = placeOf(props);
  const own = Object.keys(lab.program.sources);
  const [chosen, choose] = useState<string | undefined>(undefined);
  useEffect(() => choose(undefined), [now]);
  const file = chosen ?? place?.file ?? own[0];
  const text = file === undefined ? undefined : lab.source(file);
  const files = file !== undefined && !own.includes(file) ? [file, ...own] : own;
  if (file === undefined || text === undefined) return <p class="lens-empty">{words.noSource}</p>;
  return (
    <div class="source">
      {files.length > 1 && (
        <div class="source-files">
          {files.map((name) => (
            <button key={name} type="button" aria-pressed={name === file} onClick={() => choose(name)}>
              {baseName(name)}
            </button>
          ))}
        </div>
      )}
      <Lines {...props} file={file} text={text} current={place?.file === file ? place.line : undefined} />
    </div>
  );
}

interface LinesProps extends LensProps {
  readonly file: string;
  readonly text: string;
  readonly current: number | undefined;
}

function Lines({ lab, now, before, words, file, text, current }: LinesProps) {
  const [, redraw] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const past = before && lineAt(before.modules, before.registers.eip);
  const lines = highlightC(text);
  useEffect(() => scrollTo(list.current, current), [current, file, now]);
  const breakpoints = new Set(lab.session.breakpointLines(file));
  const toggle = (line: number) => {
    lab.session.toggleLine(file, line);
    redraw((count) => count + 1);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ol class="source-lines" ref={list} tabIndex={0} aria-label={baseName(file)}>
      {lines.map((html, index) => {
        const line = index + 1;
        const isCurrent = line === current;
        const wasCurrent = past?.file === file && past.line === line && !isCurrent;
        return (
          <li
            key={line}
            class={`${isCurrent ? 'current' : ''}${wasCurrent ? ' past' : ''}`}
            aria-current={isCurrent ? 'step' : undefined}
            data-line={line}
          >
            <button
              type="button"
              class="gutter"
              tabIndex={-1}
              aria-pressed={breakpoints.has(line)}
              aria-label={words.breakpointAt(line)}
              onClick={() => toggle(line)}
            >
              {line}
            </button>
            <code dangerouslySetInnerHTML={{ __html: html || ' ' }} />
          </li>
        );
      })}
    </ol>
  );
}

/** Brings the current line into the middle of its own box, never scrolling the page. */
function scrollTo(list: HTMLOListElement | null, line: number | undefined): void {
  const row = line === undefined ? null : list?.children[line - 1];
  if (!list || !(row instanceof HTMLElement)) return;
  const top = row.offsetTop - list.offsetTop;
  const isVisible = top >= list.scrollTop + 24 && top + row.offsetHeight <= list.scrollTop + list.clientHeight - 24;
  if (!isVisible) list.scrollTop = top - list.clientHeight / 2;
}
