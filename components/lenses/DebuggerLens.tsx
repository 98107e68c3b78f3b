/** WinDbg's prompt: commands, and what they print. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LensProps } from './lens.ts';

export function DebuggerLens({ lab, now, words }: LensProps) {
  const [line, setLine] = useState('');
  const [past, setPast] = useState<readonly string[]>([]);
  const [index, setIndex] = useState(0);
  const box = useRef<HTMLPreElement>(null);
  const { transcript } = lab.now;
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [now, transcript]);
  const send = (event: Event) => {
    event.preventDefault();
    if (line.trim()) setPast([...past, line].slice(-100));
    setIndex(0);
    setLine('');
    void lab.act({ kind: 'command', line });
  };
  const recall = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = Math.min(Math.max(index + step, 0), past.length);
    setIndex(next);
    setLine(next === 0 ? '' : (past[past.length - next] ?? ''));
  };
  return (
    <div class="console debugger">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre ref={box} role="log" tabIndex={0} aria-label={words.lensNames['debugger']}>
        {transcript}
      </pre>
      <form onSubmit={send}>
        <span class="prompt" aria-hidden="true">
          {lab.session.prompt}
        </span>
        <input
          value={line}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-label={words.command}
          placeholder={words.commandHint}
          onInput={(event) => setLine(event.currentTarget.value)}
          onKeyDown={recall}
        />
      </form>
    </div>
  );
}
