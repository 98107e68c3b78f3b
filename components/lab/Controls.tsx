/** The buttons of a lab, and the keys that do the same: those of Visual Studio and WinDbg. */
import { useEffect } from 'preact/hooks';
import type { Action, Lab, LabState } from '@/lab/lab.ts';
import type { LabWords } from './words.ts';

export type StepUnit = 'line' | 'instruction';

interface Props {
  readonly lab: Lab;
  readonly state: LabState;
  readonly words: LabWords;
  readonly unit: StepUnit;
  readonly onUnit: (unit: StepUnit) => void;
  /** The element inside which the keys work. */
  readonly within: HTMLElement | null;
}

interface Button {
  readonly name: keyof LabWords & string;
  readonly help: keyof LabWords & string;
  readonly glyph: string;
  readonly group: 'back' | 'forward';
  readonly key: string;
  readonly action: (unit: StepUnit) => Action;
}

const step =
  (how: 'into' | 'over' | 'out', direction: 'forward' | 'backward') =>
  (unit: StepUnit): Action => ({ kind: 'step', how, unit, direction });

const BUTTONS: readonly Button[] = [
  {
    name: 'restart',
    help: 'restartHelp',
    glyph: '|◀',
    group: 'back',
    key: 'Ctrl+Shift+F5',
    action: () => ({ kind: 'restart' }),
  },
  {
    name: 'runBack',
    help: 'runBackHelp',
    glyph: '◀◀',
    group: 'back',
    key: 'Shift+F5',
    action: () => ({ kind: 'run', direction: 'backward' }),
  },
  { name: 'back', help: 'backHelp', glyph: '◀', group: 'back', key: 'Shift+F10', action: step('over', 'backward') },
  { name: 'step', help: 'stepHelp', glyph: '▶', group: 'forward', key: 'F10', action: step('over', 'forward') },
  { name: 'into', help: 'intoHelp', glyph: '↘', group: 'forward', key: 'F11', action: step('into', 'forward') },
  { name: 'out', help: 'outHelp', glyph: '↗', group: 'forward', key: 'Shift+F11', action: step('out', 'forward') },
  {
    name: 'run',
    help: 'runHelp',
    glyph: '▶▶',
    group: 'forward',
    key: 'F5',
    action: () => ({ kind: 'run', direction: 'forward' }),
  },
];

function keyOf(event: KeyboardEvent): string {
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.key}`;
}

export function Controls({ lab, state, words, unit, onUnit, within }: Props) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const button = BUTTONS.find(({ key }) => key === keyOf(event));
      if (!button) return;
      event.preventDefault();
      void lab.act(button.action(unit));
    };
    within?.addEventListener('keydown', press);
    return () => within?.removeEventListener('keydown', press);
  }, [lab, unit, within]);
  const isEnded = state.end?.kind === 'exit';
  return (
    <div class="controls" role="toolbar" aria-label={words.lab}>
      {BUTTONS.map((button) => (
        <button
          key={button.name}
          type="button"
          class={`control ${button.group} ${button.name}`}
          title={String(words[button.help])}
          disabled={!state.isRunning && isEnded && button.group === 'forward'}
          aria-disabled={state.isRunning}
          onClick={() => {
            if (!state.isRunning) void lab.act(button.action(unit));
          }}
        >
          <span class="glyph" aria-hidden="true">
            {button.glyph}
          </span>
          {String(words[button.name])}
        </button>
      ))}
      {state.isRunning && (
        <button type="button" class="control pause" onClick={() => lab.pause()}>
          {words.pause}
        </button>
      )}
      <label class="unit" title={words.instructionHelp}>
        <input
          type="checkbox"
          checked={unit === 'instruction'}
          onChange={(event) => onUnit(event.currentTarget.checked ? 'instruction' : 'line')}
        />
        {words.instruction}
      </label>
    </div>
  );
}
