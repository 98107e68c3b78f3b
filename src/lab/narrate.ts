/**
 * One sentence on what happened between two moments, made from the log and the registers, in the reader's language.
 *
 * The most telling thing comes first: an exception, a module, output, system calls, a page that came in; otherwise where
 * the program went.
 */
import { type Frame, stackFrames } from '../debugger/stack.ts';
import { lineAt, nameOf } from '../debugger/symbols.ts';
import type { LogEntry } from '../machine/log.ts';
import { type ScheduleEntry, threadNumber } from '../nt/query-scheduler.ts';
import type { Moment } from './moment.ts';

export type NarrationLanguage = 'en' | 'zh';

/** Fields that the kernel's entries carry, by kind. */
interface Entry extends LogEntry {
  readonly name?: string;
  readonly what?: string;
  readonly bytes?: Uint8Array;
  readonly code?: number;
  readonly address?: number;
  readonly text?: string;
}

/** The sentence for the way from `before` to `now`; without `before`, where the program stands. */
export function narrate(now: Moment, before: Moment | undefined, language: NarrationLanguage): string {
  const say = language === 'zh' ? CHINESE : ENGLISH;
  if (!before) return say.at(placeText(now));
  if (before.position === now.position) {
    const entries = now.log.slice(before.log.length) as readonly ScheduleEntry[];
    return [schedulePart(now, entries, say), say.at(placeText(now))].filter((part) => part !== '').join(say.space);
  }
  if (before.position > now.position) return say.back(before.position - now.position, placeText(now));
  const entries = now.log.slice(before.log.length) as readonly Entry[];
  const hasEnded = entries.some(({ kind }) => kind === 'processExit');
  const ran = say.ran(now.position - before.position, hasEnded ? undefined : placeText(now));
  const isSameThread = now.registers.fsBase === before.registers.fsBase;
  const parts = [
    hasEnded || !isSameThread ? '' : depthPart(now, before, say),
    hasEnded ? '' : schedulePart(now, entries as readonly ScheduleEntry[], say),
    ...eventParts(entries, say),
  ].filter((part) => part !== '');
  return [...parts.slice(0, 3), ran].join(say.space);
}

interface Say {
  readonly space: string;
  at(place: string): string;
  back(count: number, place: string): string;
  /** `place` is undefined when the program has ended. */
  ran(count: number, place: string | undefined): string;
  called(name: string): string;
  /** `value` is undefined where there is none to tell. */
  returned(name: string, value: string | undefined): string;
  exception(code: string): string;
  module(name: string, isMapped: boolean): string;
  wrote(text: string): string;
  service(names: readonly string[]): string;
  page(count: number, what: string): string;
  /** Numbers of threads; undefined: the processor idles. */
  switched(from: number, to: number | undefined, reason: string): string;
  switchedOften(count: number): string;
  woke(thread: number): string;
}

const ENGLISH: Say = {
  space: ' ',
  at: (place) => `The program stands at ${place}.`,
  back: (count, place) => `Went back ${counted(count)}, to ${place}: nothing of it has happened now.`,
  ran: (count, place) => {
    const ran = `${count === 1 ? 'One instruction' : `${count.toLocaleString('en')} instructions`} ran`;
    return place === undefined ? `${ran}.` : `${ran}; the program stands at ${place}.`;
  },
  called: (name) => `Entered ${name}.`,
  returned: (name, value) => `${name} returned${value === undefined ? '' : ` ${value}`}.`,
  exception: (code) => `Exception ${code} was raised.`,
  module: (name, isMapped) => (isMapped ? `${name} was loaded.` : `${name} was unloaded.`),
  wrote: (text) => `The program wrote ${text}.`,
  service: (names) => `System call${names.length === 1 ? '' : 's'}: ${names.join(', ')}.`,
  page: (count, what) => `${count === 1 ? 'A page came in' : `${count} pages came in`} (${what}).`,
  switched: (from, to, reason) => {
    const because: Readonly<Record<string, string>> = {
      'quantum end': `thread ${from} had used up its turn`,
      preempted: `it became ready at a higher priority than thread ${from}`,
      wait: `thread ${from} waits`,
      yield: `thread ${from} gave its turn away`,
      exit: `thread ${from} has ended`,
      ready: 'it became ready while the processor idled',
      forced: 'you wanted it',
    };
    const subject = to === undefined ? 'The processor idles' : `Thread ${to} runs now`;
    return `${subject}${because[reason] ? `: ${because[reason]}` : ''}.`;
  },
  switchedOften: (count) => `There were ${count} switches between threads.`,
  woke: (thread) => `The wait of thread ${thread} has ended.`,
};

function counted(count: number): string {
  return count === 1 ? 'one instruction' : `${count.toLocaleString('en')} instructions`;
}

const CHINESE: Say = {
  space: '',
  at: (place) => `程序停在 ${place}。`,
  back: (count, place) => `退回了 ${count.toLocaleString('en')} 条指令，回到 ${place}：那些事现在还没有发生。`,
  ran: (count, place) => {
    const ran = `运行了 ${count.toLocaleString('en')} 条指令`;
    return place === undefined ? `${ran}。` : `${ran}，程序停在 ${place}。`;
  },
  called: (name) => `进入了 ${name}。`,
  returned: (name, value) => `${name} ${value === undefined ? '返回了' : `返回 ${value}`}。`,
  exception: (code) => `引发了异常 ${code}。`,
  module: (name, isMapped) => (isMapped ? `载入了 ${name}。` : `卸载了 ${name}。`),
  wrote: (text) => `程序写出 ${text}。`,
  service: (names) => `系统调用：${names.join('、')}。`,
  page: (count, what) => {
    const kinds: Readonly<Record<string, string>> = {
      'demand-zero': '初次访问，清零',
      guard: '保护页',
      'stack growth': '栈增长',
      'copy-on-write': '写时复制',
    };
    return `调入了 ${count} 个页面（${kinds[what] ?? what}）。`;
  },
  switched: (from, to, reason) => {
    const because: Readonly<Record<string, string>> = {
      'quantum end': `线程 ${from} 用完了时间片`,
      preempted: `它变为就绪，优先级高于线程 ${from}`,
      wait: `线程 ${from} 进入等待`,
      yield: `线程 ${from} 主动让出`,
      exit: `线程 ${from} 结束了`,
      ready: '处理器空闲时它变为就绪',
      forced: '你要它运行',
    };
    const subject = to === undefined ? '处理器空闲' : `切换到线程 ${to}`;
    return `${subject}${because[reason] ? `（原因：${because[reason]}）` : ''}。`;
  },
  switchedOften: (count) => `线程之间切换了 ${count} 次。`,
  woke: (thread) => `线程 ${thread} 的等待结束了。`,
};

/** "prog!main (prog.c:12)" */
function placeText(now: Moment): string {
  const line = lineAt(now.modules, now.registers.eip);
  const name = nameOf(now.modules, now.registers.eip) ?? `0x${now.registers.eip.toString(16)}`;
  const bare = line ? name.replace(/\+0x[\da-f]+$/, '') : name;
  const place = line
    ? `${bare} (${line.file.slice(Math.max(line.file.lastIndexOf('\\'), line.file.lastIndexOf('/')) + 1)}:${line.line})`
    : bare;
  return place;
}

/** How deep frames are compared. */
const FRAMES_COMPARED = 64;

/**
 * Whether a function was entered, or has just returned. A filter, __finally or __except block is a piece of its function:
 * reaching it is no call, leaving it no return.
 */
function depthPart(now: Moment, before: Moment, say: Say): string {
  const here = stackFrames(now, now.modules, FRAMES_COMPARED);
  const there = stackFrames(before, before.modules, FRAMES_COMPARED);
  const [top, past, caller] = [here[0], there[0], there[1]];
  if (!top?.function || !past?.function) return '';
  if (here.length > there.length) {
    const isKnown = isSure(top) && !isBlock(here) && !there.some((frame) => isSame(frame, top));
    return isKnown ? say.called(top.function.name) : '';
  }
  const hasReturned = now.registers.eip === past.returnAddress && caller !== undefined && isSame(caller, top);
  return hasReturned && !isBlock(there) ? say.returned(past.function.name, returnedValue(now, past)) : '';
}

/** One call of one function. */
const isSame = (a: Frame, b: Frame): boolean =>
  a.childEbp === b.childEbp && a.module?.base === b.module?.base && a.function?.rva === b.function?.rva;

/** Code without a frame may move the stack pointer as it likes: only at its first instruction it tells its caller for sure. */
const isSure = ({ function: inside, module, eip }: Frame): boolean =>
  inside?.hasFrame === true || eip === (module?.base ?? 0) + (inside?.rva ?? 0);

/**
 * Whether the innermost frame is that of a block: the run-time library's handler has called it, or its own function, to
 * which it is about to return.
 */
function isBlock([top, caller]: readonly Frame[]): boolean {
  if (/^_(except_handler|local_unwind)\d/.test(caller?.function?.name ?? '')) return true;
  const { function: inside, module, eip, childEbp, ebp } = top!;
  const isInBody = inside?.hasFrame === true && eip > (module?.base ?? 0) + inside.bodyRva;
  return isInBody && childEbp !== ebp && caller?.function === inside;
}

/** What EAX says right behind the call; undefined where the function has nothing to say there. */
function returnedValue(now: Moment, { module, function: called }: Frame): string | undefined {
  const kind = called && module?.symbols?.types[called.returns]?.kind;
  if (kind === 'void' || kind === 'float' || kind === 'struct') return undefined;
  return `0x${((now.registers.r[0] ?? 0) >>> 0).toString(16)}`;
}

/** More switches than these are only counted. */
const SWITCHES_TOLD = 2;

/** Who runs now and why; or, without a switch, whose wait has ended. */
function schedulePart(now: Moment, entries: readonly ScheduleEntry[], say: Say): string {
  const number = (id: number) => threadNumber(now.log, [], id);
  const switches = entries.filter((entry) => entry.kind === 'switch');
  const last = switches[switches.length - 1];
  if (switches.length > SWITCHES_TOLD) return say.switchedOften(switches.length);
  if (last) {
    const to = last.thread === 0 ? undefined : number(last.thread);
    return say.switched(number(last.previous ?? 0), to, last.reason ?? '');
  }
  const woken = entries.findLast((entry) => entry.kind === 'wake');
  return woken ? say.woke(number(woken.thread)) : '';
}

function eventParts(entries: readonly Entry[], say: Say): string[] {
  const parts: string[] = [];
  const exception = entries.find((entry) => entry.kind === 'exception');
  if (exception)
    parts.push(say.exception(`0x${((exception.code ?? 0) >>> 0).toString(16).toUpperCase().padStart(8, '0')}`));
  const module = entries.findLast((entry) => entry.kind === 'module');
  if (module) parts.push(say.module((module.name ?? '').replace(/^.*\\/, ''), module.what === 'map'));
  const output = entries.filter((entry) => entry.kind === 'output');
  if (output.length > 0) parts.push(say.wrote(quoted(output)));
  const services = [...new Set(entries.filter((entry) => entry.kind === 'service').map((entry) => entry.name ?? ''))];
  if (services.length > 0 && services.length <= 4) parts.push(say.service(services));
  const pages = entries.filter((entry) => entry.kind === 'pageFault');
  if (pages.length > 0 && pages.length < 8) parts.push(say.page(pages.length, pages[pages.length - 1]?.what ?? ''));
  return parts;
}

function quoted(output: readonly Entry[]): string {
  const decoder = new TextDecoder();
  const text = output
    .map((entry) => decoder.decode(entry.bytes))
    .join('')
    .replace(/\r/g, '')
    .replace(/\n+$/, '');
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `“${short.replaceAll('\n', ' ⏎ ')}”`;
}
