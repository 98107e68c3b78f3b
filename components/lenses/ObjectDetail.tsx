/**
 * One object in bytes: its header, its dispatcher header decoded, and who waits for it as linked blocks.
 *
 * At first it is the one that the lab's start has looked at last by its name (`…; !object \BaseNamedObjects\door`).
 */
import { hex, hex2, hex8 } from '@/debugger/format.ts';
import type { Moment } from '@/lab/moment.ts';
import { type DispatcherView, dispatcherView, type ObjectView, objectView } from '@/nt/query-objects.ts';
import type { LensProps } from './lens.ts';
import { Address, Value } from './text.tsx';
import { Badge, numberOf } from './threads/badge.tsx';
import { handleTableOf, waitsOf } from './threads/known.ts';
import { stateText } from './threads/state.ts';
import { type ThreadWords, threadWords } from './threads/words.ts';

const WAITERS_SHOWN = 12;
const CHOICES_SHOWN = 14;

interface Found {
  readonly address: number;
  readonly object: ObjectView | undefined;
  readonly dispatcher: DispatcherView | undefined;
}

function found(now: Moment, address: number): Found | undefined {
  const object = objectView(now.space, address);
  const dispatcher = object
    ? object.dispatcher
    : address >= 0x80000000
      ? dispatcherView(now.space, address)
      : undefined;
  return object || dispatcher ? { address, object, dispatcher } : undefined;
}

/** Objects that are likely to be asked for: those that somebody waits for, then those that handles lead to. */
function choices(now: Moment): readonly { readonly address: number; readonly name: string }[] {
  const waits = waitsOf(now);
  const waited = waits.objects.map((object) => ({ address: object.address, name: waits.nameOf(object) }));
  const seen = new Set(waited.map(({ address }) => address));
  const handled = (handleTableOf(now)?.handles ?? []).slice(0, 400).flatMap(({ handle, object }) => {
    if (seen.has(object)) return [];
    seen.add(object);
    const view = objectView(now.space, object);
    if (!view?.dispatcher) return [];
    return [{ address: object, name: `${view.type} ${view.name ?? `(${hex(handle)})`}` }];
  });
  return [...waited, ...handled];
}

export function ObjectDetail(props: LensProps) {
  const { lab, now, language, selection } = props;
  const say = threadWords(language);
  const all = choices(now);
  const address = selection.value?.address;
  const named = /.*!object \S*\\([^\s;]+)/s.exec(lab.program.start ?? '')?.[1];
  const first = all.find(({ address: at }) => named && objectView(now.space, at)?.name === named) ?? all[0];
  const chosen = (address === undefined ? undefined : found(now, address)) ?? (first && found(now, first.address));
  if (!chosen) return <p class="lens-empty">{say.noObject}</p>;
  return (
    <div class="object-detail">
      <div class="object-choices">
        {all.slice(0, CHOICES_SHOWN).map(({ address: at, name }) => (
          <button
            key={at}
            type="button"
            aria-pressed={at === chosen.address}
            onClick={() => {
              selection.value = { address: at, length: 16 };
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {chosen.object && <Header props={props} object={chosen.object} say={say} />}
      {chosen.dispatcher && <Dispatcher props={props} view={chosen.dispatcher} say={say} />}
    </div>
  );
}

interface HeaderProps {
  readonly props: LensProps;
  readonly object: ObjectView;
  readonly say: ThreadWords;
}

function Header({ props, object, say }: HeaderProps) {
  const { now, before, selection, words } = props;
  const past = before && objectView(before.space, object.address);
  const isSame = past?.type === object.type;
  const handles = (handleTableOf(now)?.handles ?? []).filter((entry) => entry.object === object.address).slice(0, 8);
  return (
    <section>
      <h4>
        {object.type} {object.name ?? <span class="quiet">{say.unnamed}</span>}
      </h4>
      <table class="object-header">
        <caption>
          OBJECT_HEADER <Address value={object.header} length={0x18} selection={selection} />
        </caption>
        <tbody>
          <tr>
            <th scope="row">+0 PointerCount</th>
            <td>
              <Value isChanged={isSame && past.pointerCount !== object.pointerCount} words={words}>
                {object.pointerCount}
              </Value>
            </td>
            <td class="quiet">{say.referencesAre}</td>
          </tr>
          <tr>
            <th scope="row">+4 HandleCount</th>
            <td>
              <Value isChanged={isSame && past.handleCount !== object.handleCount} words={words}>
                {object.handleCount}
              </Value>
            </td>
            <td class="quiet">
              {say.handlesAre}
              {handles.length > 0 && `: ${handles.map(({ handle }) => hex(handle)).join(', ')}`}
            </td>
          </tr>
          <tr>
            <th scope="row">+C TypeIndex</th>
            <td>{object.typeIndex}</td>
            <td class="quiet">{object.type}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

interface DispatcherProps {
  readonly props: LensProps;
  readonly view: DispatcherView;
  readonly say: ThreadWords;
}

function Dispatcher({ props, view, say }: DispatcherProps) {
  const { now, before, selection, words } = props;
  const raw = (offset: number, count: number) =>
    [...(now.space.tryBytes(view.address + offset, count) ?? [])].map(hex2).join(' ');
  const past = before?.space.tryU32(view.address + 4);
  const [absolute, size, inserted] = view.bytes;
  const rows: readonly (readonly [string, string, string])[] = [
    ['+0 Type', raw(0, 1), `${view.type}: ${say.kinds[view.type] ?? ''}`],
    ['+1 Absolute', hex2(absolute), ''],
    ['+2 Size', hex2(size), `${size} × 4 = 0x${hex(size * 4)}`],
    ['+3 Inserted', hex2(inserted), ''],
    ['+4 SignalState', raw(4, 4), stateText(view, say)],
    [
      '+8 WaitListHead',
      `${raw(8, 4)} · ${raw(12, 4)}`,
      `Flink ${hex8(now.space.tryU32(view.address + 8) ?? 0)}, Blink ${hex8(now.space.tryU32(view.address + 12) ?? 0)}`,
    ],
  ];
  return (
    <section>
      <table class="dispatcher-header">
        <caption>
          DISPATCHER_HEADER <Address value={view.address} length={16} selection={selection} />{' '}
          <span class={view.isSignaled ? 'signaled' : 'quiet'}>{view.isSignaled ? say.signaled : say.notSignaled}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{say.offset}</th>
            <th scope="col">{say.bytes}</th>
            <th scope="col">{say.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, bytes, meaning]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Value
                  isChanged={name.startsWith('+4') && past !== undefined && past !== now.space.tryU32(view.address + 4)}
                  words={words}
                >
                  {bytes}
                </Value>
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="object-owner">
        {view.owner && (
          <>
            {say.owner}: <Badge number={numberOf(now, view.owner.id)} />{' '}
            <Address value={view.owner.address} length={16} selection={selection} />
          </>
        )}
        {view.isAbandoned && <strong class="error"> {say.abandoned}</strong>}
        {view.due !== undefined &&
          view.bytes[2] !== 0 &&
          say.due((Number(view.due) / 10_000).toFixed(3), view.period ?? 0)}
      </p>
      <WaitList props={props} view={view} say={say} />
    </section>
  );
}

/** The head and its KWAIT_BLOCKs in order; the last one leads back to the head. */
function WaitList({ props, view, say }: DispatcherProps) {
  const { now, selection } = props;
  return (
    <div class="wait-list">
      <h4>{say.waitList}</h4>
      {view.waiters.length === 0 ? (
        <p class="quiet">{say.nobodyInList}</p>
      ) : (
        <ol>
          <li class="list-head">
            <strong>{say.head}</strong>
            <Address value={view.waitListHead} length={8} selection={selection} />
          </li>
          {view.waiters.slice(0, WAITERS_SHOWN).map((block) => (
            <li key={block.address}>
              <strong>{say.waitBlock}</strong>
              <Address value={block.address} length={0x18} selection={selection} />
              <span>
                +8 Thread <Badge number={numberOf(now, block.threadId)} />
              </span>
              <span>
                +14 WaitKey {block.waitKey} <span class="quiet">({say.key})</span>
              </span>
              <span>+16 WaitType {block.waitType === 'all' ? '0 (WaitAll)' : '1 (WaitAny)'}</span>
            </li>
          ))}
          <li class="list-end">↺ {say.head}</li>
        </ol>
      )}
      {view.waiters.length > WAITERS_SHOWN && <p class="quiet">{say.more(view.waiters.length - WAITERS_SHOWN)}</p>}
    </div>
  );
}
