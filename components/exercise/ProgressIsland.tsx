/** Exercises by chapter with what has been done: as a list to choose from, or as progress to be taken along and forgotten. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import { type ExerciseState, progressFile, statesInFile } from '@/lab/progress.ts';
import { SEED_DEFAULT } from '@/lab/seed.ts';
import { forgetStates, keptStates, takeStates } from '@/site/exercise-store.ts';
import type { ExerciseChapter, ExerciseRow } from '@/site/exercises.ts';
import { type ExerciseWords, exerciseWords } from './words.ts';

interface Props {
  readonly language: Language;
  readonly chapters: readonly ExerciseChapter[];
  readonly shows: 'list' | 'progress';
}

export default function ProgressIsland({ language, chapters, shows }: Props) {
  const words = exerciseWords(language);
  const [states, setStates] = useState<readonly ExerciseState[]>([]);
  const [said, say] = useState('');
  const reload = () => setStates(keptStates());
  useEffect(reload, []);
  const forget = (isWanted: (state: ExerciseState) => boolean) => {
    forgetStates(isWanted);
    reload();
  };
  const all = chapters.flatMap(({ rows }) => rows);
  return (
    <div class="exercise-lists">
      {shows === 'progress' && (
        <>
          <p class="exercise-total">{totalOf(all, states, words)}</p>
          <FileButtons words={words} states={states} onSaid={say} onTaken={reload} />
          <Sure words={words} label={words.resetAll} isOff={states.length === 0} onSure={() => forget(() => true)} />
          <p role="status">{said}</p>
        </>
      )}
      {chapters.map((chapter) => (
        <section key={chapter.name}>
          <h2>{chapter.address ? <a href={chapter.address}>{chapter.title}</a> : chapter.title}</h2>
          <Rows chapter={chapter} states={states} words={words} shows={shows} onForget={forget} />
        </section>
      ))}
    </div>
  );
}

/** The best state of an exercise among those of its seeds. */
function bestOf(row: ExerciseRow, states: readonly ExerciseState[]): ExerciseState | undefined {
  const own = states.filter(({ exercise }) => exercise === row.name);
  return own.sort((a, b) => b.score - a.score || b.attempts - a.attempts)[0];
}

function totalOf(rows: readonly ExerciseRow[], states: readonly ExerciseState[], words: ExerciseWords): string {
  const score = rows.reduce((sum, row) => sum + Math.min(row.points, bestOf(row, states)?.score ?? 0), 0);
  return words.total(
    score,
    rows.reduce((sum, { points }) => sum + points, 0),
  );
}

interface RowsProps {
  readonly chapter: ExerciseChapter;
  readonly states: readonly ExerciseState[];
  readonly words: ExerciseWords;
  readonly shows: Props['shows'];
  readonly onForget: (isWanted: (state: ExerciseState) => boolean) => void;
}

function Rows({ chapter, states, words, shows, onForget }: RowsProps) {
  const isProgress = shows === 'progress';
  const names = new Set(chapter.rows.map(({ name }) => name));
  return (
    <>
      <ul class="exercise-rows">
        {chapter.rows.map((row) => {
          const best = bestOf(row, states);
          return (
            <li key={row.name} class={best?.solved ? 'done' : ''}>
              <a href={best && best.seed !== SEED_DEFAULT ? `${row.address}?seed=${best.seed}` : row.address}>
                {row.title}
              </a>
              <span class="exercise-facts">
                <span>{words.kinds[row.kind]}</span>
                <span>{words.levels[row.level]}</span>
                <span>{words.minutes(row.minutes)}</span>
                <span>{best ? words.points(best.score, row.points) : words.worth(row.points)}</span>
                {best && <span>{words.attempts(best.attempts)}</span>}
                {best?.solved && <span class="exercise-done">✓ {words.solved}</span>}
              </span>
              {best && best.version !== row.version && <small class="exercise-stale">{words.old}</small>}
              {isProgress && best && (
                <Sure
                  words={words}
                  label={words.resetOne}
                  about={row.title}
                  onSure={() => onForget(({ exercise }) => exercise === row.name)}
                />
              )}
            </li>
          );
        })}
      </ul>
      {isProgress && (
        <p class="exercise-total">
          {totalOf(chapter.rows, states, words)}{' '}
          <Sure
            words={words}
            label={words.resetChapter}
            about={chapter.title}
            isOff={!states.some(({ exercise }) => names.has(exercise))}
            onSure={() => onForget(({ exercise }) => names.has(exercise))}
          />
        </p>
      )}
    </>
  );
}

interface SureProps {
  readonly words: ExerciseWords;
  readonly label: string;
  readonly about?: string;
  readonly isOff?: boolean;
  readonly onSure: () => void;
}

/** A button that must be pressed twice. */
function Sure({ words, label, about, isOff = false, onSure }: SureProps) {
  const [isAsked, ask] = useState(false);
  if (isOff) return null;
  return (
    <button
      type="button"
      class="exercise-forget"
      aria-label={about ? `${isAsked ? words.sureReset : label}: ${about}` : undefined}
      onBlur={() => ask(false)}
      onClick={() => {
        if (isAsked) onSure();
        ask(!isAsked);
      }}
    >
      {isAsked ? words.sureReset : label}
    </button>
  );
}

interface FileProps {
  readonly words: ExerciseWords;
  readonly states: readonly ExerciseState[];
  readonly onSaid: (text: string) => void;
  readonly onTaken: () => void;
}

function FileButtons({ words, states, onSaid, onTaken }: FileProps) {
  const input = useRef<HTMLInputElement>(null);
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([progressFile(states)], { type: 'application/json' }));
    link.download = 'windows-under-glass.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const take = async (file: File | undefined) => {
    const found = file && file.size < 10_000_000 ? statesInFile(await file.text()) : undefined;
    if (!found) {
      onSaid(words.importFailed);
      return;
    }
    onSaid(words.imported(takeStates(found)));
    onTaken();
  };
  return (
    <p class="exercise-file">
      <button type="button" onClick={save}>
        {words.exportFile}
      </button>{' '}
      <button type="button" onClick={() => input.current?.click()}>
        {words.importFile}
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </p>
  );
}
