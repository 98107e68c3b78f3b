/**
 * The chain of registration records on the stack, from fs:[0] to FFFFFFFF, each with its handler and scope table; and, while
 * an exception is under way, which pass has reached which record and what each filter has answered.
 */
import type { Chain, ChainRecord, Cookies, Scope } from '@/debugger/exception-chain.ts';
import { exceptionChain } from '@/debugger/exception-chain.ts';
import { hex8 } from '@/debugger/format.ts';
import { type Frame, stackFrames } from '@/debugger/stack.ts';
import { lineAt, nameOf } from '@/debugger/symbols.ts';
import type { State } from '@/debugger/target.ts';
import type { ExceptionEvent, ExceptionStory } from '@/lab/exception-trace.ts';
import type { Moment } from '@/lab/moment.ts';
import { globals } from '@/nt/kernel.ts';
import { statusName } from '@/nt/ntstatus.ts';
import { threads } from '@/nt/query.ts';
import { CONTEXT } from '@/nt/structs/rtl.ts';
import type { LensProps } from './lens.ts';
import { fatesOf, type StageKind, type Step, stepsOf, waitsForAnswer } from './seh/steps.ts';
import { type SehWords, sehWords } from './seh/words.ts';
import { Address } from './text.tsx';

const STEPS_SHOWN = 60;
/** Stages that name no place of their own: the trap has named it. */
const KERNEL: ReadonlySet<StageKind> = new Set<StageKind>(['firstChance', 'kernel', 'dispatch']);
const RECORDS_SHOWN = 40;

export function SehChain({ lab, now, before, language, selection }: LensProps) {
  const w = sehWords(language);
  const { fsBase, r } = now.registers;
  const chain = exceptionChain(now.space, fsBase, now.modules);
  const past = before && exceptionChain(before.space, before.registers.fsBase, before.modules);
  const story = lab.exceptions.story(fsBase >>> 0, now.position, (r[4] ?? 0) >>> 0);
  const hasExited = now.log.some(({ kind }) => kind === 'processExit');
  const isOpen = !hasExited && (story?.open.length ?? 0) > 0;
  const steps = story ? stepsOf(story, !isOpen) : [];
  const latest = isOpen ? steps.at(-1) : undefined;
  return (
    <div class="seh">
      <p class="seh-state">{reportedText(now, w) ?? stateText(story, hasExited, w)}</p>
      {latest && (
        <p class="seh-latest">
          {w.now}: <StepText {...{ step: latest, now, w, selection }} />
        </p>
      )}
      <p class="part-title">{w.chain}</p>
      <Records {...{ chain, past, now, steps, isOpen, w, selection }} walks={walksOf(now, story)} />
      {steps.length > 0 && <p class="part-title">{w.stages}</p>}
      {steps.length > STEPS_SHOWN && <p class="quiet">{w.shown(STEPS_SHOWN, steps.length)}</p>}
      <ol class="seh-steps">
        {steps.slice(-STEPS_SHOWN).map((step) => (
          <li
            key={`${step.event.position} ${step.stage}`}
            class={`depth-${Math.min(step.depth, 4)}${waitsForAnswer(step) ? ' current' : ''}`}
          >
            <StepText {...{ step, now, w, selection }} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** While the debugger is asked, the program knows nothing of the exception: the kernel has it. */
function reportedText({ space, registers }: Moment, w: SehWords): string | undefined {
  const g = globals(space);
  if (g.DbgkReportedThread === 0) return undefined;
  const thread = threads(space).find(({ teb }) => teb === registers.fsBase);
  if (thread?.address !== g.DbgkReportedThread) return undefined;
  const code = g.DbgkReportedRecord.ExceptionCode;
  const text = `${hex8(code)} ${statusName(code)}`;
  return g.DbgkReportedCode === code ? w.atFirstChance(text) : w.atSecondChance(text);
}

const codeText = ({ exception }: ExceptionEvent) => `${hex8(exception)} ${statusName(exception)}`;

function stateText(story: ExceptionStory | undefined, hasExited: boolean, w: SehWords): string {
  if (!story) return w.quiet;
  const open = story.open.filter(({ kind }) => kind === 'dispatch');
  const inner = open.at(-1);
  if (inner) {
    const text = hasExited ? w.endedInside(codeText(inner)) : w.underWay(codeText(inner));
    return text + (open.length > 1 ? w.nested(open.length) : '');
  }
  if (story.open.length > 0 && !hasExited) return w.unwinding;
  const fates = fatesOf(story);
  const last = fates.findLast(({ end }) => end !== 'forgotten') ?? fates.at(-1);
  if (!last) return w.unwound;
  const forgotten = fates.filter((fate) => fate.end === 'forgotten' && fate !== last);
  return [
    w.fate[last.end ?? 'forgotten'](codeText(last.dispatch)),
    forgotten.length > 0
      ? w.also([...new Set(forgotten.map(({ dispatch }) => hex8(dispatch.exception)))].join(', '))
      : '',
    hasExited && last.end === 'nobody' ? w.processEnded : '',
  ].join('');
}

interface RecordsProps extends Pick<LensProps, 'now' | 'selection'> {
  readonly chain: Chain;
  readonly past: Chain | undefined;
  readonly steps: readonly Step[];
  readonly isOpen: boolean;
  readonly walks: readonly Walk[];
  readonly w: SehWords;
}

function Records({ chain, past, now, steps, isOpen, walks, w, selection }: RecordsProps) {
  const known = new Set(past?.records.map(({ address }) => address));
  return (
    <ol class="seh-chain">
      <li class="seh-end">
        {w.head} → <Address value={chain.head} length={8} selection={selection} />
      </li>
      {chain.records.slice(0, RECORDS_SHOWN).map((record) => (
        <li
          key={record.address}
          class={`seh-record ${record.kind}${past && !known.has(record.address) ? ' changed' : ''}`}
        >
          <RecordHead {...{ record, now, w, selection }} owner={ownerOf(record, walks)} />
          {isOpen && <Badges {...{ record, steps, w }} />}
          <Scopes {...{ record, now, steps: isOpen ? steps : [], w, selection }} />
        </li>
      ))}
      <li class={chain.problem ? 'seh-end error' : 'seh-end'}>
        {hex8(chain.end)} · {chain.problem ? w.problem[chain.problem] : w.end}
      </li>
    </ol>
  );
}

interface RecordProps extends Pick<LensProps, 'now' | 'selection'> {
  readonly record: ChainRecord;
  readonly w: SehWords;
}

/** A stack from `esp` outwards. */
interface Walk {
  readonly esp: number;
  readonly frames: readonly Frame[];
}

/** The stacks that exceptions under way have interrupted, outermost first, then the one of now. */
function walksOf(now: Moment, story: ExceptionStory | undefined): readonly Walk[] {
  const { space, modules, registers } = now;
  const interrupted = (story?.open ?? []).flatMap(({ kind, context }) => {
    if (kind !== 'dispatch') return [];
    const word = (name: 'Esp' | 'Ebp' | 'Eip') => space.tryU32(context + CONTEXT.offsetOf(name)) ?? 0;
    const r = registers.r.map((value, i) => (i === 4 ? word('Esp') : i === 5 ? word('Ebp') : value));
    const { position, processorIndex, processors, time100ns, log } = now;
    const own = { ...registers, r, eip: word('Eip') };
    const state: State = { position, processorIndex, processors, time100ns, log, space, registers: own };
    return [{ esp: word('Esp'), frames: stackFrames(state, modules) }];
  });
  return [...interrupted, { esp: (registers.r[4] ?? 0) >>> 0, frames: stackFrames(now, modules) }];
}

/** The function in whose frame a record lies, whatever the record itself says; ntdll's own records are named by their handlers. */
function ownerOf(record: ChainRecord, walks: readonly Walk[]): string | undefined {
  if (record.kind !== 'crt' && record.kind !== 'other') return undefined;
  const walk = walks.find(({ esp }) => esp <= record.address);
  const frame = walk?.frames.find(({ childEbp }) => childEbp > record.address);
  if (!frame?.function) return record.owner;
  return `${frame.module?.name}!${frame.function.name}`;
}

function RecordHead({ record, owner, now, w, selection }: RecordProps & { readonly owner: string | undefined }) {
  return (
    <div class="seh-head">
      <Address value={record.address} length={8} selection={selection} />
      <strong>{owner ?? record.handlerName ?? hex8(record.handler)}</strong>
      <span class="quiet">
        {w.next} {hex8(record.next)} · {w.handler} {record.handlerName ?? hex8(record.handler)}
        {record.scopeTable !== undefined && (
          <>
            {' · '}
            {w.scopeTable}{' '}
            <Address value={record.scopeTable} length={12 * record.scopes.length} selection={selection} />
            {' · '}
            {w.tryLevel} {(record.tryLevel ?? 0) < 0 ? `${record.tryLevel} (${w.outside})` : record.tryLevel}
            {record.cookies && <CookieText cookies={record.cookies} w={w} />}
          </>
        )}
        {record.protectedFrame !== undefined &&
          ` · ${(record.kind === 'unwind' ? w.unwinds : w.protects)(hex8(record.protectedFrame))}`}
        {record.kind === 'final' && ` · ${w.final}`}
        {record.kind === 'other' && now.space.tryU8(record.handler) !== undefined && ` · ${w.other}`}
      </span>
    </div>
  );
}

function CookieText({ cookies, w }: { cookies: Cookies; w: SehWords }) {
  const { value, encodedTable, gs, eh } = cookies;
  const isBroken = gs === false || !eh;
  return (
    <>
      {' · '}
      {w.masked(hex8(encodedTable), hex8(value))}
      {' · '}
      <span class={isBroken ? 'error' : undefined}>{isBroken ? w.cookieBroken : w.cookieHolds}</span>
    </>
  );
}

/** Which pass has reached this record, and what its handler said. */
function Badges({ record, steps, w }: { record: ChainRecord; steps: readonly Step[]; w: SehWords }) {
  const last = (kind: 'search' | 'unwindCall') =>
    steps.findLast(({ event }) => event.kind === kind && event.frame === record.address);
  const badges = [
    [w.passSearch, last('search')],
    [w.passUnwind, last('unwindCall')],
  ] as const;
  return (
    <>
      {badges.map(
        ([name, step]) =>
          step && (
            <span key={name} class={`seh-badge${waitsForAnswer(step) ? ' current' : ''}`}>
              {name}: {answerText(step, w)}
            </span>
          ),
      )}
    </>
  );
}

interface ScopesProps extends RecordProps {
  readonly steps: readonly Step[];
}

function Scopes({ record, now, steps, w, selection }: ScopesProps) {
  const inForce = new Set<number>();
  for (
    let level = record.tryLevel ?? -1;
    level >= 0 && !inForce.has(level);
    level = record.scopes[level]?.enclosing ?? -1
  )
    inForce.add(level);
  if (record.scopes.length === 0) return null;
  return (
    <ul class="seh-scopes">
      {record.scopes.map((scope) => (
        <li key={scope.level} class={inForce.has(scope.level) ? 'in-force' : 'quiet'}>
          <span class="seh-level">{scope.level}</span>{' '}
          {scope.filter === 0 ? (
            <Place code={scope.handler} text={w.finally} {...{ now, selection }} />
          ) : (
            <>
              <Place code={scope.filter} text={w.filter} {...{ now, selection }} />
              {' → '}
              <Place code={scope.handler} text="__except" {...{ now, selection }} />
            </>
          )}
          <span class="quiet">
            {' '}
            ({scope.enclosing < 0 ? w.outermost : w.inside(scope.enclosing)}
            {inForce.has(scope.level) ? `, ${w.inForce}` : ''})
          </span>
          <ScopeAnswer {...{ record, scope, steps, w }} />
        </li>
      ))}
    </ul>
  );
}

function ScopeAnswer({
  record,
  scope,
  steps,
  w,
}: {
  record: ChainRecord;
  scope: Scope;
  steps: readonly Step[];
  w: SehWords;
}) {
  const kind = scope.filter === 0 ? 'finally' : 'filter';
  const step = steps.findLast(
    ({ event }) => event.kind === kind && event.frame === record.address && event.level === scope.level,
  );
  if (!step) return null;
  return <span class={`seh-badge${waitsForAnswer(step) ? ' current' : ''}`}>{answerText(step, w)}</span>;
}

function answerText({ event, answer, ending }: Step, w: SehWords): string {
  if (!answer && ending) return w[ending];
  if (!answer) return event.kind === 'finally' ? w.running : event.kind === 'unwindCall' ? w.cleaning : w.asking;
  if (event.kind === 'finally') return '✓';
  if (event.kind === 'unwindCall' && answer.value === 1) return `1 (${w.cleaned})`;
  if (event.kind === 'search' || event.kind === 'unwindCall')
    return `${answer.value} ${w.disposition[answer.value] ?? ''}`;
  const value = answer.value | 0;
  return `${value} ${value < 0 ? w.answer.less : value > 0 ? w.answer.greater : w.answer.zero}`;
}

function Place({ code, text, now, selection }: { code: number; text: string } & Pick<LensProps, 'now' | 'selection'>) {
  const line = lineAt(now.modules, code);
  return (
    <Address value={code} length={1} selection={selection}>
      {text} {line ? `${line.file.slice(line.file.lastIndexOf('/') + 1)}:${line.line}` : hex8(code)}
    </Address>
  );
}

interface StepProps extends Pick<LensProps, 'selection'> {
  readonly step: Step;
  readonly now: Moment;
  readonly w: SehWords;
}

function StepText({ step, now, w, selection }: StepProps) {
  const { event, answer } = step;
  const text = w.step[step.stage as keyof SehWords['step']];
  const hasLevel = event.kind === 'filter' || event.kind === 'finally' || event.kind === 'execute';
  const frame = event.kind === 'unwind' ? event.value : event.frame;
  return (
    <>
      {text} {hasLevel && `${event.level} `}
      {step.stage === 'kernel' && `(${hex8(event.exception)} ${statusName(event.exception)}) `}
      {frame !== 0 && !hasLevel && (
        <>
          <Address value={frame} length={8} selection={selection} />{' '}
        </>
      )}
      {event.code !== 0 && hasLevel && <Place code={event.code} text="" {...{ now, selection }} />}
      {event.code !== 0 && !hasLevel && !KERNEL.has(step.stage) && (
        <code>{nameOf(now.modules, event.code) ?? hex8(event.code)}</code>
      )}
      {(answer || step.ending || waitsForAnswer(step)) && <span class="seh-badge">{answerText(step, w)}</span>}
    </>
  );
}
