/**
 * The stages of exceptions that a run has passed, or taken back, in sentences: what the processor, the kernel, ntdll, the
 * run-time library's handler and the program did, in their order.
 */
import { nameOf } from '../debugger/symbols.ts';
import type { ExceptionEvent } from './exception-trace.ts';
import type { Moment } from './moment.ts';
import type { NarrationLanguage } from './narrate.ts';

/** More stages than these are told by the first and the last ones. */
const STAGES_TOLD = 5;

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

type Tell = (event: ExceptionEvent, place: string) => string;

type Answers = readonly [less: string, zero: string, greater: string];

const answer = (value: number, [less, zero, greater]: Answers): string =>
  `${value | 0}${(value | 0) < 0 ? less : (value | 0) > 0 ? greater : zero}`;

const ENGLISH_ANSWERS: Answers = [' (continue execution)', ' (continue search)', ' (execute handler)'];
const CHINESE_ANSWERS: Answers = ['（继续执行）', '（继续搜索）', '（执行 __except 块）'];

const ENGLISH: Readonly<Record<string, Tell>> = {
  raise: () => 'NtRaiseException hands the exception to the kernel.',
  trap: (_, place) => `The processor trapped into the kernel at ${place}.`,
  firstChance: () => 'The debugger had the first chance and passed it on.',
  dispatch: ({ exception }) =>
    `KiDispatchException put record and context of ${hex(exception)} on the user’s stack; KiUserExceptionDispatcher begins.`,
  rtlDispatch: () => 'RtlDispatchException begins.',
  vectored: (_, place) => `A vectored handler is asked: ${place}.`,
  vectoredAnswer: ({ value }) => `The vectored handler answered ${answer(value, ENGLISH_ANSWERS)}.`,
  continueHandler: (_, place) => `A vectored continue handler is told: ${place}.`,
  search: ({ frame }, place) => `Search pass: the handler of the record at ${hex(frame)} is asked, ${place}.`,
  refusedChain: () => 'SEHOP: the chain does not reach its last record. No handler is asked.',
  refusedFrame: ({ frame }) => `The record at ${hex(frame)} is refused: it or its handler lies where it must not.`,
  refusedHandler: ({ frame }, place) =>
    `SafeSEH: the handler of the record at ${hex(frame)} is refused: its image does not list ${place}.`,
  filter: ({ level }) => `The filter of level ${level} is asked.`,
  filterAnswer: ({ value }) => `The filter answered ${answer(value, ENGLISH_ANSWERS)}.`,
  unwind: ({ value }) => `RtlUnwind begins: everything inside the record at ${hex(value)} ends.`,
  unwindCall: ({ frame }) => `Unwind pass: the handler of the record at ${hex(frame)} is called.`,
  finally: ({ level }) => `The __finally block of level ${level} runs.`,
  finallyEnd: () => 'The __finally block has ended.',
  execute: ({ level }) => `The __except block of level ${level} takes over.`,
  unhandled: () => 'UnhandledExceptionFilter is asked.',
  continue: (_, place) => `NtContinue: execution goes on at ${place}.`,
  secondChance: () => 'Nobody took it: NtRaiseException, second chance.',
};

const CHINESE: Readonly<Record<string, Tell>> = {
  raise: () => 'NtRaiseException 把异常交给内核。',
  trap: (_, place) => `处理器在 ${place} 处陷入内核。`,
  firstChance: () => '调试器得到第一次机会，并放行了异常。',
  dispatch: ({ exception }) =>
    `KiDispatchException 把 ${hex(exception)} 的记录和上下文写到用户栈上；KiUserExceptionDispatcher 开始。`,
  rtlDispatch: () => 'RtlDispatchException 开始。',
  vectored: (_, place) => `询问向量化处理程序：${place}。`,
  vectoredAnswer: ({ value }) => `向量化处理程序回答 ${answer(value, CHINESE_ANSWERS)}。`,
  continueHandler: (_, place) => `通知向量化继续处理程序：${place}。`,
  search: ({ frame }, place) => `搜索阶段：询问 ${hex(frame)} 处记录的处理程序 ${place}。`,
  refusedChain: () => 'SEHOP：链到不了它的最后一个记录，一个处理程序也不问。',
  refusedFrame: ({ frame }) => `拒绝 ${hex(frame)} 处的记录：它或它的处理程序不在应在之处。`,
  refusedHandler: ({ frame }, place) => `SafeSEH：拒绝 ${hex(frame)} 处记录的处理程序，映像的表里没有 ${place}。`,
  filter: ({ level }) => `询问层级 ${level} 的筛选器。`,
  filterAnswer: ({ value }) => `筛选器回答 ${answer(value, CHINESE_ANSWERS)}。`,
  unwind: ({ value }) => `RtlUnwind 开始：${hex(value)} 处记录以内的一切都要结束。`,
  unwindCall: ({ frame }) => `展开阶段：调用 ${hex(frame)} 处记录的处理程序。`,
  finally: ({ level }) => `层级 ${level} 的 __finally 块运行。`,
  finallyEnd: () => '__finally 块结束。',
  execute: ({ level }) => `层级 ${level} 的 __except 块接手。`,
  unhandled: () => '询问 UnhandledExceptionFilter。',
  continue: (_, place) => `NtContinue：从 ${place} 继续执行。`,
  secondChance: () => '无人接受：NtRaiseException，第二次机会。',
};

/** The sentences for `events`, which lie between two moments, `previous` before them; `isBack`: they are taken back. */
export function narrateExceptions(
  events: readonly ExceptionEvent[],
  previous: ExceptionEvent | undefined,
  now: Moment,
  language: NarrationLanguage,
  isBack: boolean,
): string {
  const isChinese = language === 'zh';
  const words = isChinese ? CHINESE : ENGLISH;
  const sentences = events.flatMap((event, i) => {
    const place = nameOf(now.modules, event.code) ?? hex(event.code);
    return stagesOf(event, i > 0 ? events[i - 1] : previous).flatMap((stage) => words[stage]?.(event, place) ?? []);
  });
  if (sentences.length === 0) return '';
  const left = sentences.length - STAGES_TOLD;
  const told =
    left <= 1
      ? sentences
      : [...sentences.slice(0, 2), isChinese ? `……（另有 ${left} 步）` : `… (${left} more)`, ...sentences.slice(-3)];
  const text = told.join(isChinese ? '' : ' ');
  return isBack ? `${isChinese ? '撤回：' : 'Taken back: '}${text}` : text;
}

/** At the dispatcher's first instruction the kernel's part has just been done. */
function stagesOf(event: ExceptionEvent, before: ExceptionEvent | undefined): readonly string[] {
  if (event.kind !== 'dispatch') return [event.kind];
  const trap = before?.kind === 'raise' ? [] : ['trap'];
  return [...trap, ...(event.level === 1 ? ['firstChance'] : []), 'dispatch'];
}
