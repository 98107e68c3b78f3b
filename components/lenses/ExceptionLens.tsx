/** The exception that is being dispatched: its EXCEPTION_RECORD and CONTEXT on the stack, decoded; else the list of those that were. */
import { hex8 } from '@/debugger/format.ts';
import { lineAt, nameOf } from '@/debugger/symbols.ts';
import type { Moment } from '@/lab/moment.ts';
import type { LogEntry } from '@/machine/log.ts';
import { statusName } from '@/nt/ntstatus.ts';
import { CONTEXT, EXCEPTION_RECORD } from '@/nt/structs/rtl.ts';
import type { LensProps } from './lens.ts';
import { type SehWords, sehWords } from './seh/words.ts';
import { Address, Value } from './text.tsx';

type Entry = LogEntry & {
  readonly code: number;
  readonly address: number;
  readonly parameters: readonly number[];
  readonly first: boolean;
};

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [1, 'EXCEPTION_NONCONTINUABLE'],
  [2, 'EXCEPTION_UNWINDING'],
  [4, 'EXCEPTION_EXIT_UNWIND'],
  [8, 'EXCEPTION_STACK_INVALID'],
  [16, 'EXCEPTION_NESTED_CALL'],
];
const REGISTERS = [
  'Eax',
  'Ebx',
  'Ecx',
  'Edx',
  'Esi',
  'Edi',
  'Ebp',
  'Esp',
  'Eip',
  'EFlags',
  'SegCs',
  'SegSs',
  'SegDs',
  'SegFs',
] as const;
const ENTRIES_SHOWN = 30;

export function ExceptionLens(props: LensProps) {
  const { lab, now, language } = props;
  const w = sehWords(language);
  const { fsBase, r } = now.registers;
  const story = lab.exceptions.story(fsBase >>> 0, now.position, (r[4] ?? 0) >>> 0);
  const open = story?.open.findLast(({ kind }) => kind === 'dispatch');
  if (!open) return <Past {...{ now, w, selection: props.selection }} />;
  return (
    <div class="exception">
      <RecordTable {...props} w={w} address={open.record} />
      <p class="part-title">{w.context}</p>
      <ContextTable {...props} address={open.context} />
    </div>
  );
}

const placeOf = (now: Moment, address: number): string => {
  const line = lineAt(now.modules, address);
  const name = nameOf(now.modules, address) ?? hex8(address);
  return line ? `${name} (${line.file.slice(line.file.lastIndexOf('/') + 1)}:${line.line})` : name;
};

/** "write to 00001234" */
function accessText(code: number, parameters: readonly number[], w: SehWords): string {
  const isAccess = [0xc0000005, 0x80000001, 0xc00000fd, 0xc0000006].includes(code >>> 0);
  const [kind, address] = parameters;
  if (!isAccess || kind === undefined || address === undefined) return parameters.map(hex8).join(' ');
  return `${w.access[kind] ?? ''} ${hex8(address)}`;
}

interface TableProps extends LensProps {
  readonly address: number;
  readonly w: SehWords;
}

function RecordTable({ now, address, w, selection }: TableProps) {
  if (now.space.tryBytes(address, 20) === undefined) return null;
  const count = Math.min(now.space.tryU32(address + 16) ?? 0, 15);
  const code = now.space.tryU32(address) ?? 0;
  const flags = now.space.tryU32(address + 4) ?? 0;
  const nested = now.space.tryU32(address + 8) ?? 0;
  const place = now.space.tryU32(address + 12) ?? 0;
  const parameters = Array.from({ length: count }, (_, i) => now.space.tryU32(address + 20 + 4 * i) ?? 0);
  const flagText = FLAG_NAMES.flatMap(([bit, name]) => (flags & bit ? [name] : [])).join(' ') || w.noFlags;
  const rows: readonly (readonly [string, number, string])[] = [
    ['ExceptionCode', code, statusName(code)],
    ['ExceptionFlags', flags, flagText],
    ['ExceptionRecord', nested, nested ? statusName(now.space.tryU32(nested) ?? 0) : ''],
    ['ExceptionAddress', place, placeOf(now, place)],
    ['NumberParameters', count, accessText(code, parameters, w)],
    ...parameters.map((value, i) => [`ExceptionInformation[${i}]`, value, ''] as const),
  ];
  return (
    <>
      <p class="part-title">
        {w.exceptionRecord} <Address value={address} length={EXCEPTION_RECORD.size} selection={selection} />
      </p>
      <table>
        <tbody>
          {rows.map(([name, value, text]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <code>{hex8(value)}</code>
              </td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Marks what a handler has changed since the last look. */
function ContextTable({ now, before, address, selection, words }: LensProps & { readonly address: number }) {
  if (now.space.tryBytes(address, CONTEXT.size) === undefined) return null;
  return (
    <>
      <dl class="exception-registers">
        {REGISTERS.map((name) => {
          const at = address + CONTEXT.offsetOf(name);
          const value = now.space.tryU32(at) ?? 0;
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Address value={at} selection={selection}>
                  <Value isChanged={before !== undefined && before.space.tryU32(at) !== value} words={words}>
                    {hex8(value)}
                  </Value>
                </Address>
              </dd>
            </div>
          );
        })}
      </dl>
      <p>
        Eip: <code>{placeOf(now, now.space.tryU32(address + CONTEXT.offsetOf('Eip')) ?? 0)}</code>
      </p>
    </>
  );
}

function Past({ now, w, selection }: { readonly w: SehWords } & Pick<LensProps, 'now' | 'selection'>) {
  const entries = now.log.filter(({ kind }) => kind === 'exception') as unknown as readonly Entry[];
  if (entries.length === 0) return <p class="exception">{w.none}</p>;
  return (
    <div class="exception">
      <p>{w.noException}</p>
      <table>
        <thead>
          <tr>
            {[w.code, w.place, w.parameters, w.thread].map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.slice(-ENTRIES_SHOWN).map((entry) => (
            <tr key={entry.position}>
              <td>
                <code>{hex8(entry.code)}</code> {statusName(entry.code)}{' '}
                <span class="quiet">{w.chance(entry.first)}</span>
              </td>
              <td>
                <Address value={entry.address} length={1} selection={selection}>
                  {placeOf(now, entry.address)}
                </Address>
              </td>
              <td>{accessText(entry.code, entry.parameters, w)}</td>
              <td>{entry.thread.toString(16)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
