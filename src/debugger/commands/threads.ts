/** `~` and kin, `!thread`, `!process`, `!ready`, `!running`, `!waits`: who there is, who runs, who waits for whom. */
import type { ThreadView } from '../../nt/query.ts';
import { processes } from '../../nt/query.ts';
import { handleTableView } from '../../nt/query-objects.ts';
import { processorViews } from '../../nt/query-scheduler.ts';
import { EPROCESS, ETHREAD } from '../../nt/structs/ps.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { instructionText } from '../events.ts';
import { hex, hex8 } from '../format.ts';
import { registersText } from '../registers-text.ts';
import type { Request, RunEnd } from '../target.ts';
import type { NumberedThread } from '../threads.ts';
import { numberedThreads, threadInView } from '../threads.ts';
import { processWaits } from '../waits.ts';

type Steps = Generator<Request, string, RunEnd | undefined>;

// --------------------------------------------------------------------------------- ~

/** `~`, `~1`, `~1s`, `~.`, `~*k`, `~1e dv`, `~1n` is refused. */
function* tilde(context: Context, args: string, name: string): Steps {
  const text = `${name.slice(1)}${args}`;
  const parts = /^([\d.*#]+)?\s*(.*)$/s.exec(text);
  const which = parts?.[1];
  const rest = (parts?.[2] ?? '').trim();
  const chosen = chosenThreads(context, which);
  if (rest === '') return chosen.map((thread) => threadLine(context, thread)).join('');
  if (rest === 's') return select(context, chosen);
  if (/^[numf]\b/.test(rest)) refuse('Threads are not frozen or suspended from here; SuspendThread does that');
  if (/^[gpt]/.test(rest)) refuse(`Only the whole process runs; choose the thread with ~${which}s and step`);
  return yield* forEach(context, chosen, rest.replace(/^e\s+/, ''), which === '*');
}

function chosenThreads(context: Context, which: string | undefined): readonly NumberedThread[] {
  const all = numberedThreads(context.state);
  if (which === undefined || which === '*') return all;
  const inView = threadInView(context.state);
  if (which === '.' || which === '#') {
    const shown = which === '.' ? inView : threadInView(context.target.state());
    return all.filter(({ id }) => id === shown?.id);
  }
  const found = all.filter(({ number }) => number === Number(which));
  return found.length > 0 ? found : refuse(`Illegal thread error in '~${which}'`);
}

/** ".  0  Id: 4.8 Suspend: 1 Teb: 7ffdf000 Unfrozen": the debugger's own suspension counts, as in WinDbg. */
function threadLine(context: Context, thread: NumberedThread): string {
  const mark =
    thread.id === threadInView(context.state)?.id
      ? '.'
      : thread.id === threadInView(context.target.state())?.id
        ? '#'
        : ' ';
  const suspended = ETHREAD.at(context.state.space, thread.address).Tcb.SuspendCount + 1;
  return `${mark} ${String(thread.number).padStart(2)}  Id: ${hex(thread.processId)}.${hex(thread.id)} Suspend: ${suspended} Teb: ${hex8(thread.teb)} Unfrozen\n`;
}

function select(context: Context, chosen: readonly NumberedThread[]): string {
  const thread = chosen.length === 1 ? chosen[0] : undefined;
  if (!thread) refuse('Name one thread: ~1s');
  context.chooseThread(thread.id);
  return registersText(context.state.registers) + instructionText(context);
}

/** Runs a command for each thread, and comes back to the one that was looked at. */
function* forEach(context: Context, chosen: readonly NumberedThread[], command: string, withNames: boolean): Steps {
  const before = threadInView(context.state)?.id;
  for (const thread of chosen) {
    if (withNames) yield { kind: 'print', text: `\n${threadLine(context, thread)}` };
    context.chooseThread(thread.id);
    const output = yield* context.execute(command);
    if (output) yield { kind: 'print', text: output };
  }
  if (before !== undefined) context.chooseThread(before);
  return '';
}

// ------------------------------------------------------------------- kernel's view of threads

/** A thread by WinDbg's number-less names: nothing (the one in view), an ETHREAD's address, an id. */
function threadNamed(context: Context, args: string): ThreadView {
  const all = numberedThreads(context.state);
  const text = args.trim().split(/\s+/)[0] ?? '';
  if (text === '') return threadInView(context.state) ?? refuse('No thread runs on this processor');
  const value = context.evaluate(text);
  return (
    all.find(({ address, id }) => address === value || id === value) ?? refuse(`${hex8(value)} is not a thread object`)
  );
}

function stateText(thread: ThreadView): string {
  if (thread.state === 'Running') return `RUNNING on processor ${thread.processor ?? 0}`;
  if (thread.state === 'Waiting') return `WAIT: (${thread.waitReason ?? ''}) UserMode Non-Alertable`;
  return thread.state.toUpperCase();
}

/** "THREAD 84a0e030  Cid 0004.0008  Teb: 7ffdf000 Win32Thread: 00000000 RUNNING on processor 0" */
function threadHead(thread: ThreadView): string {
  const cid = [thread.processId, thread.id].map((id) => hex(id).padStart(4, '0')).join('.');
  return `THREAD ${hex8(thread.address)}  Cid ${cid}  Teb: ${hex8(thread.teb)} Win32Thread: 00000000 ${stateText(thread)}\n`;
}

/** As `!thread` calls dispatcher objects: "SynchronizationEvent", "Mutant". */
const waitName = (typeName: string) =>
  typeName.replace(/Object$/, '').replace(/^(Event|Timer)(Notification|Synchronization)$/, '$2$1');

function waitLines(context: Context, thread: ThreadView): string {
  const graph = processWaits(context.state, context.modules);
  return thread.waitsFor
    .map(({ address, type }) => {
      const waited = graph.objects.find((object) => object.address === address);
      return `    ${hex8(address)}  ${waited ? waitName(waited.dispatcher.typeName) : type}${waited ? `  ${graph.nameOf(waited)}` : ''}\n`;
    })
    .join('');
}

const timeText = (ticks: number) => `${((ticks * 15.625) / 1000).toFixed(3).padStart(6, '0')} s (${ticks} ticks)`;

function* threadCommand(context: Context, args: string): Steps {
  const thread = threadNamed(context, args);
  const { Tcb, ExitStatus } = ETHREAD.at(context.state.space, thread.address);
  const process = processes(context.state.space).find(({ id }) => id === thread.processId);
  const row = (name: string, value: string) => `${name.padEnd(26)}${value}\n`;
  const text =
    threadHead(thread) +
    waitLines(context, thread) +
    row('Owning Process', `${hex8(process?.address ?? 0)}       Image:         ${process?.name ?? ''}`) +
    row('Wait Start TickCount', String(Tcb.WaitTime)) +
    row('Context Switch Count', String(Tcb.ContextSwitches)) +
    row('UserTime', timeText(Tcb.UserTime)) +
    row('KernelTime', timeText(Tcb.KernelTime)) +
    row('Win32 Start Address', `${context.nameOf(thread.startAddress) ?? ''} (0x${hex8(thread.startAddress)})`) +
    row('Suspend Count', String(Tcb.SuspendCount)) +
    (thread.state === 'Terminated' ? row('Exit Status', `0x${hex8(ExitStatus)}`) : '') +
    `Priority ${Tcb.Priority} BasePriority ${Tcb.BasePriority} PriorityDecrement ${Tcb.PriorityDecrement}\n`;
  if (thread.state === 'Terminated') return text;
  yield { kind: 'print', text };
  const numbered = numberedThreads(context.state).filter(({ id }) => id === thread.id);
  return yield* forEach(context, numbered, 'k', false);
}

function processCommand(context: Context, args: string): string {
  const { space } = context.state;
  const [which = '', flags = ''] = args.trim().split(/\s+/);
  const all = processes(space);
  const value = which === '' ? threadInView(context.state)?.processId : context.evaluate(which);
  const chosen = value === 0 ? all : all.filter(({ address, id }) => address === value || id === value);
  if (chosen.length === 0) refuse(`${which} is not a process`);
  const withThreads = flags !== '' ? (context.evaluate(flags) & 2) !== 0 : value !== 0;
  return chosen
    .map((process) => {
      const table = handleTableView(space, process);
      const parent = EPROCESS.at(space, process.address).InheritedFromUniqueProcessId;
      const threads = withThreads
        ? numberedThreads(context.state)
            .filter(({ processId }) => processId === process.id)
            .map(
              (thread) =>
                `\n        ${threadHead(thread)}${waitLines(context, thread).replace(/^/gm, '        ').trimEnd()}`,
            )
            .join('')
        : '';
      return (
        `PROCESS ${hex8(process.address)}  SessionId: 0  Cid: ${hex(process.id).padStart(4, '0')}    Peb: ${hex8(process.peb)}  ParentCid: ${hex(parent).padStart(4, '0')}\n` +
        `    DirBase: ${hex8(process.directory)}  ObjectTable: ${hex8(table?.address ?? 0)}  HandleCount: ${String(process.handleCount).padStart(3)}.\n` +
        `    Image: ${process.name}\n${threads}\n`
      );
    })
    .join('');
}

// ------------------------------------------------------------------------------ dispatcher

function ready(context: Context): string {
  const { space, time100ns } = context.state;
  const all = numberedThreads(context.state);
  return processorViews(space, time100ns)
    .map((processor) => {
      if (processor.ready.length === 0) return `Processor ${processor.index}: No threads in READY state\n`;
      return processor.ready
        .map(({ priority, threads }) => {
          const lines = threads.map(({ address }) => {
            const thread = all.find((candidate) => candidate.address === address);
            return thread ? `    ${threadHead(thread)}` : `    THREAD ${hex8(address)}\n`;
          });
          return `Processor ${processor.index}: Ready Threads at priority ${priority}\n${lines.join('')}`;
        })
        .join('');
    })
    .join('');
}

function running(context: Context): string {
  const { space, time100ns } = context.state;
  const views = processorViews(space, time100ns);
  const mask = views.reduce((bits, { index }) => bits | (1 << index), 0);
  const idle = views.reduce((bits, { index, threadId }) => (threadId === undefined ? bits | (1 << index) : bits), 0);
  const lines = views.map((view) => {
    const priority = ETHREAD.at(space, view.thread).Tcb.Priority;
    const left =
      view.quantumLeft === undefined ? 'idle' : `${view.quantumLeft.toFixed(2)} of ${view.quantum} ticks left`;
    return `${String(view.index).padStart(3)}  ${hex8(view.prcb)}  ${hex8(view.thread)}  (${String(priority).padStart(2)})  ${left}\n`;
  });
  return `\nSystem Processors:  (${hex8(mask)})\n  Idle Processors:  (${hex8(idle)})\n\n       Prcb      Current         Quantum\n${lines.join('')}`;
}

/** Not a command of WinDbg's: the wait graph in words. */
function waits(context: Context): string {
  const graph = processWaits(context.state, context.modules);
  const numbers = new Map(numberedThreads(context.state).map(({ id, number }) => [id, number]));
  const named = (id: number) => `thread ${numbers.get(id) ?? '?'} (${hex(id)})`;
  if (graph.edges.length === 0) return 'No thread waits for an object.\n';
  const lines = graph.edges.map(({ threadId, object, kind, ownerId }) => {
    const waited = graph.objects.find(({ address }) => address === object);
    const how = kind === 'one' ? '' : kind === 'all' ? ' (one of those that must all be signalled)' : ' (or another)';
    const isThread = waited?.object?.type === 'Thread';
    const owner = ownerId === undefined || isThread ? '' : `, which ${named(ownerId)} has`;
    return `${named(threadId)} waits for ${hex8(object)} ${isThread && ownerId !== undefined ? `the end of ${named(ownerId)}` : waited ? graph.nameOf(waited) : ''}${how}${owner}\n`;
  });
  const ring =
    graph.cycle.length === 0 ? '' : `Deadlock: ${[...graph.cycle, graph.cycle[0] ?? 0].map(named).join(' -> ')}\n`;
  return lines.join('') + ring;
}

export const threadCommands: readonly Command[] = [
  {
    names: ['~', '~*', '~.', '~#'],
    usage: '~ | ~Ns | ~*k | ~Ne command',
    help: 'threads: list, choose (s), run a command for one or all (*)',
    run: tilde,
  },
  { names: ['!thread'], usage: '!thread [address | id]', help: 'a thread as the kernel sees it', run: threadCommand },
  {
    names: ['!process'],
    usage: '!process [address | id | 0] [flags]',
    help: 'a process and its threads',
    run: processCommand,
  },
  { names: ['!ready'], usage: '!ready', help: 'ready queues of all processors', run: ready },
  { names: ['!running'], usage: '!running', help: 'what each processor runs', run: running },
  { names: ['!waits'], usage: '!waits', help: 'who waits for what, who has it, and a deadlock’s ring', run: waits },
];
