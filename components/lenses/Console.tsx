/** What the program has written, and a line to type for it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { consoleText } from '@/lab/console.ts';
import type { LensProps } from './lens.ts';

export function Console({ lab, now, words }: LensProps) {
  const [line, setLine] = useState('');
  const box = useRef<HTMLPreElement>(null);
  const pieces = consoleText(now.log);
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [now]);
  const send = (event: Event) => {
    event.preventDefault();
    void lab.act({ kind: 'type', text: `${line}\r\n` });
    setLine('');
  };
  return (
    <div class="console">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre ref={box} role="log" tabIndex={0} aria-label={words.console}>
        {pieces.length === 0 ? (
          <span class="quiet">{words.nothing}</span>
        ) : (
          pieces.map(({ kind, text }, index) => (
            <span key={index} class={kind}>
              {text}
            </span>
          ))
        )}
      </pre>
      <form onSubmit={send}>
        <input
          value={line}
          spellcheck={false}
          autocomplete="off"
          aria-label={words.input}
          placeholder={words.inputHint}
          onInput={(event) => setLine(event.currentTarget.value)}
        />
        <button type="button" onClick={() => void lab.act({ kind: 'endOfInput' })}>
          {words.endOfInput}
        </button>
      </form>
    </div>
  );
}
