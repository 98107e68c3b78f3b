/** A list to be put in order by buttons: up and down at each item; what moved is said to screen readers. */
import { useRef, useState } from 'preact/hooks';
import type { Exercise, ExerciseText, Finding } from '@/lab/exercise.ts';
import { mixed } from '@/lab/seed.ts';
import { FindingLine } from './FindingLine.tsx';
import { Inline } from './inline.tsx';
import type { ExerciseWords } from './words.ts';

interface Props {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly words: ExerciseWords;
  readonly seed: number;
  readonly order: readonly string[];
  readonly findings: readonly Finding[];
  readonly onOrder: (order: readonly string[]) => void;
}

/** The order that a reader who has moved nothing has. */
export function firstOrder(exercise: Exercise, seed: number): readonly string[] {
  return mixed(exercise.order, seed);
}

export function Order({ exercise, text, words, seed, order, findings, onOrder }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [said, say] = useState('');
  const shown = order.length === exercise.order.length ? order : firstOrder(exercise, seed);
  const move = (item: string, by: -1 | 1) => {
    const from = shown.indexOf(item);
    const to = from + by;
    if (to < 0 || to >= shown.length) return;
    const next = [...shown];
    next.splice(from, 1);
    next.splice(to, 0, item);
    onOrder(next);
    say(words.moved(text.items[item] ?? item, to + 1, next.length));
    requestAnimationFrame(() => focusButton(list.current, item, by));
  };
  return (
    <>
      <ol class="order" ref={list}>
        {shown.map((item, index) => (
          <li key={item}>
            <span class="order-text">
              <Inline text={text.items[item] ?? item} />
            </span>
            <span class="order-buttons">
              <Move item={item} by={-1} isOff={index === 0} label={words.moveUp(plain(text, item))} onMove={move} />
              <Move
                item={item}
                by={1}
                isOff={index === shown.length - 1}
                label={words.moveDown(plain(text, item))}
                onMove={move}
              />
            </span>
          </li>
        ))}
      </ol>
      <p class="visually-hidden" aria-live="polite">
        {said}
      </p>
      {findings.map((finding) => (
        <FindingLine key={finding.part} finding={finding} text={text} words={words} />
      ))}
    </>
  );
}

const plain = (text: ExerciseText, item: string) => (text.items[item] ?? item).replaceAll('`', '');

interface MoveProps {
  readonly item: string;
  readonly by: -1 | 1;
  readonly isOff: boolean;
  readonly label: string;
  readonly onMove: (item: string, by: -1 | 1) => void;
}

function Move({ item, by, isOff, label, onMove }: MoveProps) {
  return (
    <button
      type="button"
      data-item={item}
      data-by={by}
      aria-label={label}
      aria-disabled={isOff}
      onClick={() => !isOff && onMove(item, by)}
    >
      <span aria-hidden="true">{by < 0 ? '↑' : '↓'}</span>
    </button>
  );
}

/** The button moved with its item: the focus goes with it. */
function focusButton(list: HTMLElement | null, item: string, by: number): void {
  const buttons = [...(list?.querySelectorAll<HTMLElement>('button[data-item]') ?? [])];
  buttons.find((button) => button.dataset['item'] === item && button.dataset['by'] === String(by))?.focus();
}
