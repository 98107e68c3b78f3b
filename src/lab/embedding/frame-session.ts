/**
 * An exercise in a frame, as host: the page around it, whatever it speaks, with the browser's storage behind it.
 *
 * The page is asked for what it kept, by SPLICE and by our own message. Its state goes before that of the storage; a page that does
 * not answer is not waited for long, and one that answers late is still heard.
 *
 * What must hold: a score is reported once for each submission, is the best so far, and never falls below what the page kept. Before
 * the first submission nothing is reported unless the page gave a state: a page cannot tell a saved draft from a failed answer. Only a
 * draft that the browser refuses to keep is, late, as otherwise it would be lost. While the page may still answer nothing is reported
 * that could overwrite what it keeps, and such a draft waits.
 */
import type { Exercise } from '../exercise.ts';
import type { ExerciseEvent } from '../progress.ts';
import type { CourseHost, Submission } from './host.ts';
import {
  messageFromPage,
  ownMessage,
  ownScore,
  spliceEvent,
  spliceFlushed,
  spliceGetState,
  spliceReport,
} from './messages.ts';
import { type CourseRecord, recordFrom } from './record.ts';

/** What a session needs of the browser. */
export interface FramePorts {
  /** Sends a message to the page around the frame. */
  post(message: object): void;
  newId(): string;
  /** Does `work` after some milliseconds; the result calls it off. */
  after(milliseconds: number, work: () => void): () => void;
  /** The browser's own copy, for a user that the page has named (or ''). Neither throws; the second says whether it is kept. */
  readCopy(exercise: string, user: string): unknown;
  writeCopy(exercise: string, user: string, record: CourseRecord): boolean;
}

/** How long an exercise waits for any answer, and for a second one after a first that had no state. */
const PATIENCE = 2000;
const SECOND_ANSWER = 250;
/** When a page that has not answered is taken for one that keeps nothing. */
const GIVE_UP = 15_000;
/** How long work is gathered before it is saved. */
const GATHER = 3000;
/** How long a draft waits that only the page can keep. */
const DRAFT = 20_000;

/** `silent`: no answer came; `refused`: the page has said that nobody there speaks SPLICE. */
type Answer = 'awaited' | 'given' | 'silent' | 'refused';

export class FrameSession implements CourseHost {
  readonly #ports: FramePorts;
  #exercise: Exercise | undefined;
  #questionId = '';
  #user = '';
  #splice: Answer = 'awaited';
  #own: Answer = 'awaited';
  /** What the page kept, once it has said so and it could be read. */
  #given: CourseRecord | undefined;
  #begin: ((kept: unknown) => void) | undefined;
  #late: ((kept: unknown) => void) | undefined;
  /** The page's state came late, and nobody has taken it yet. */
  #isLate = false;
  #best = 0;
  /** The page has a report of ours: saving work there does no harm. */
  #isKnown = false;
  #held: Submission[] = [];
  #unsaved: CourseRecord | undefined;
  #stopSaving: (() => void) | undefined;
  #isCopied = true;
  #stopDraft: (() => void) | undefined;

  constructor(ports: FramePorts) {
    this.#ports = ports;
  }

  restore(exercise: Exercise): Promise<unknown> {
    this.#exercise = exercise;
    this.#questionId = this.#ports.newId();
    const kept = new Promise<unknown>((resolve) => {
      this.#begin = resolve;
    });
    this.#ports.post(spliceGetState(this.#questionId, exercise.name));
    this.#ports.post(ownMessage('ready', exercise.name, {}));
    this.#ports.after(PATIENCE, () => this.#beginWithCopy());
    this.#ports.after(GIVE_UP, () => {
      if (this.#splice === 'awaited') this.#spliceIs('silent');
    });
    return kept;
  }

  onLate(_exercise: Exercise, take: (kept: unknown) => void): void {
    this.#late = take;
    this.#handLate();
  }

  save(exercise: Exercise, record: CourseRecord): void {
    this.#best = Math.max(this.#best, record.best);
    this.#isCopied = this.#ports.writeCopy(exercise.name, this.#user, record);
    this.#unsaved = record;
    this.#stopSaving ??= this.#ports.after(GATHER, () => this.#gathered());
  }

  submit(submission: Submission): void {
    const { exercise, record } = submission;
    this.#best = Math.max(this.#best, record.best);
    this.#isCopied = this.#ports.writeCopy(exercise.name, this.#user, record);
    this.#forgetUnsaved();
    if (this.#splice === 'awaited') this.#held.push(submission);
    else this.#reportSplice(submission);
    this.#ports.post(ownMessage('score', exercise.name, ownScore(record, this.#best, submission.grade)));
  }

  note(exercise: Exercise, event: Exclude<ExerciseEvent, { readonly kind: 'checked' }>): void {
    const data = { seed: event.state.seed, ...(event.kind === 'hint' ? { hint: event.hint } : {}) };
    this.#sendEvent(exercise, event.kind, data);
    this.#ports.post(ownMessage('event', exercise.name, { name: event.kind, data }));
  }

  /** Hands over what is not saved yet; true when there was something. */
  flush(): boolean {
    const record = this.#unsaved;
    if (!record || !this.#exercise) return false;
    this.#forgetUnsaved();
    const { name } = this.#exercise;
    if ((this.#isKnown || this.#isOnlyHere()) && (this.#splice === 'given' || this.#splice === 'silent')) {
      this.#isKnown = true;
      this.#ports.post(spliceReport(this.#ports.newId(), name, this.#best, record));
    }
    this.#ports.post(ownMessage('state', name, { state: record }));
    return true;
  }

  /** Enough was gathered. A draft that only a SPLICE page can keep waits longer: there it looks like an answer. */
  #gathered(): void {
    this.#stopSaving = undefined;
    if (this.#isKnown || !this.#mayBeOnlyHere()) this.flush();
    else this.#stopDraft ??= this.#ports.after(DRAFT, () => this.flush());
  }

  /** Nobody keeps drafts but a SPLICE page: neither the browser nor a page that hears our own messages. */
  #isOnlyHere(): boolean {
    return this.#mayBeOnlyHere() && this.#splice === 'given';
  }

  /** The same, or it is not known yet. */
  #mayBeOnlyHere(): boolean {
    const maySplice = this.#splice === 'given' || this.#splice === 'awaited';
    return !this.#isCopied && this.#own === 'awaited' && maySplice;
  }

  /** The page is going away: what was held back is said now or never. */
  leave(): void {
    this.#release();
    this.flush();
  }

  /** Something came from the page around the frame. */
  receive(data: unknown): void {
    const message = messageFromPage(data);
    if (message?.kind === 'splice state' && message.id === this.#questionId && this.#splice !== 'given') {
      this.#take(message.state, message.user, true);
      this.#spliceIs('given');
    } else if (message?.kind === 'splice refusal' && message.id === this.#questionId && this.#splice === 'awaited') {
      this.#spliceIs(message.isAbsent ? 'refused' : 'given');
    } else if (message?.kind === 'restore' && this.#own === 'awaited') {
      this.#own = 'given';
      this.#take(message.state, message.user, false);
      this.#answered();
    } else if (message?.kind === 'splice flush') {
      this.#ports.post(spliceFlushed(message.id, this.flush()));
    } else if (message?.kind === 'flush') this.flush();
  }

  #take(state: unknown, user: string, bySplice: boolean): void {
    if (!this.#exercise) return;
    if (user !== '') this.#user = user;
    const record = recordFrom(state, this.#exercise);
    if (!record) return;
    this.#best = Math.max(this.#best, record.best);
    if (bySplice) this.#isKnown = true;
    this.#given ??= record;
  }

  #spliceIs(answer: Answer): void {
    this.#splice = answer;
    this.#answered();
    this.#release();
  }

  #answered(): void {
    if (this.#given) {
      const given = this.#given;
      if (this.#begin) this.#start(given);
      else {
        this.#isLate = true;
        this.#handLate();
      }
    } else if (this.#splice !== 'awaited' && this.#own !== 'awaited') this.#beginWithCopy();
    else this.#ports.after(SECOND_ANSWER, () => this.#beginWithCopy());
  }

  #handLate(): void {
    const take = this.#late;
    if (!this.#isLate || !take) return;
    this.#isLate = false;
    this.#late = undefined;
    take(this.#given);
  }

  #beginWithCopy(): void {
    if (this.#begin && this.#exercise) this.#start(this.#ports.readCopy(this.#exercise.name, this.#user));
  }

  #start(kept: unknown): void {
    const begin = this.#begin;
    this.#begin = undefined;
    begin?.(kept);
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const submission of held) this.#reportSplice(submission);
  }

  #reportSplice({ exercise, record, grade }: Submission): void {
    if (this.#splice === 'refused') return;
    this.#isKnown = true;
    this.#ports.post(spliceReport(this.#ports.newId(), exercise.name, this.#best, record));
    const { seed, attempts } = record.state;
    this.#sendEvent(exercise, 'checked', { seed, submission: attempts, grade });
  }

  #sendEvent(exercise: Exercise, name: string, data: object): void {
    if (this.#splice !== 'refused') this.#ports.post(spliceEvent(this.#ports.newId(), exercise.name, name, data));
  }

  #forgetUnsaved(): void {
    this.#unsaved = undefined;
    this.#stopSaving?.();
    this.#stopDraft?.();
    this.#stopSaving = undefined;
    this.#stopDraft = undefined;
  }
}
