/**
 * The lab's frame: controls, timeline, what the last step did, and lenses. The first lens stands on the left, the others
 * are tabs on the right; on a narrow page all are tabs below each other.
 */
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import type { Lab, LabState } from '@/lab/lab.ts';
import { narrate } from '@/lab/narrate.ts';
import { firstLenses, lensNames, lensOf, loadLens } from '../lenses/index.ts';
import type { LensProps, Selection } from '../lenses/lens.ts';
import { Controls, type StepUnit } from './Controls.tsx';
import { useExceptions } from './exception-story.ts';
import { LensFrame } from './LensFrame.tsx';
import { statusOf } from './status.ts';
import { Timeline } from './Timeline.tsx';
import { labWords } from './words.ts';

export interface LabViewProps {
  readonly lab: Lab;
  readonly state: LabState;
  readonly language: Language;
  readonly title: string;
  /** Names of lenses, the first on the left. */
  readonly shown: readonly string[];
  /** Buttons behind the controls: edit, share, full window. */
  readonly extras?: ComponentChildren;
  /** Stands in the place of the first lens: the editor. */
  readonly editor?: ComponentChildren;
}

/** Always at hand, whichever lenses the author chose. */
const COMMON = ['console', 'debugger'];

export function LabView({ lab, state, language, title, shown, extras, editor }: LabViewProps) {
  const words = labWords(language);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const [unit, setUnit] = useState<StepUnit>('line');
  const selection = useMemo(() => signal<Selection | undefined>(undefined), [lab]);
  const props: LensProps = { lab, now: state.now, before: state.before, language, words, selection };
  const [left, first] = firstLenses(shown);
  const others = shown.slice(1);
  const chosen = [...new Set([...others, ...COMMON])].filter((name) => name !== left);
  const status = statusOf(state, words);
  const exceptions = useExceptions(lab, state, language);
  const story = `${exceptions}${exceptions && language === 'en' ? ' ' : ''}${narrate(state.now, state.before, language)}`;
  return (
    <section
      class="lab"
      ref={setRoot}
      aria-label={`${words.lab}: ${title}`}
      data-running={state.isRunning ? 'yes' : undefined}
    >
      <header class="lab-head">
        <p class="lab-title">
          <span class="lab-kind">{words.lab}</span> {title}
        </p>
        <div class="lab-extras">{extras}</div>
      </header>
      <Controls lab={lab} state={state} words={words} unit={unit} onUnit={setUnit} within={root} />
      <Timeline lab={lab} state={state} words={words} />
      <p class={`story ${status.kind}`} role="status" aria-live="polite">
        {status.text && <strong>{status.text}</strong>} {story}
      </p>
      <div class="lab-body">
        <div class="pane left">{editor ?? <Named name={left} props={props} />}</div>
        <Tabs chosen={chosen} rest={lensNames.filter((name) => name !== left)} first={first} props={props} />
      </div>
    </section>
  );
}

function Named({ name, props }: { name: string; props: LensProps }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class={`lens lens-${name}`} tabIndex={0}>
      <h3 class="lens-title">{props.words.lensNames[name]}</h3>
      <Framed key={name} name={name} props={props} />
    </div>
  );
}

/** A lens in its frame, as soon as its code is here. */
function Framed({ name, props }: { name: string; props: LensProps }) {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [, setLoaded] = useState(false);
  const Lens = lensOf(name);
  useEffect(() => {
    if (lensOf(name)) return;
    loadLens(name).then(
      () => setLoaded(true),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [name]);
  if (problem !== undefined) {
    return (
      <p class="lens-empty error" role="alert">
        {props.words.lensFailed} <code>{problem}</code>
      </p>
    );
  }
  if (!Lens) return <p class="lens-empty">…</p>;
  return (
    <LensFrame now={props.now} failed={props.words.lensFailed}>
      <Lens {...props} />
    </LensFrame>
  );
}

interface TabsProps {
  /** Lenses that have a tab from the beginning. */
  readonly chosen: readonly string[];
  /** Lenses that can be asked for: each gets its tab then. */
  readonly rest: readonly string[];
  readonly first: string;
  readonly props: LensProps;
}

function Tabs({ chosen, rest, first, props }: TabsProps) {
  const [name, choose] = useState(first);
  const [asked, ask] = useState<readonly string[]>([]);
  const names = [...chosen, ...asked];
  const others = rest.filter((each) => !names.includes(each));
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = names[(names.indexOf(name) + step + names.length) % names.length] ?? name;
    choose(next);
    list.current?.querySelector<HTMLElement>(`[data-lens="${next}"]`)?.focus();
  };
  return (
    <div class="pane right">
      <div class="tab-row">
        <div class="tabs" role="tablist" aria-label={props.words.lenses} ref={list} onKeyDown={move}>
          {names.map((tab) => (
            <button
              key={tab}
              type="button"
              role="tab"
              data-lens={tab}
              aria-selected={tab === name}
              tabIndex={tab === name ? 0 : -1}
              onClick={() => choose(tab)}
            >
              {props.words.lensNames[tab]}
            </button>
          ))}
        </div>
        {others.length > 0 && (
          <select
            class="more-lenses"
            aria-label={props.words.moreLenses}
            value=""
            onChange={({ currentTarget: { value } }) => {
              ask([...asked, value]);
              choose(value);
            }}
          >
            <option value="">{props.words.more}</option>
            {others.map((each) => (
              <option key={each} value={each}>
                {props.words.lensNames[each]}
              </option>
            ))}
          </select>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div class={`lens lens-${name}`} tabIndex={0} role="tabpanel" aria-label={props.words.lensNames[name]}>
        <Framed key={name} name={name} props={props} />
      </div>
    </div>
  );
}
