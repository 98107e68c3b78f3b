/**
 * Being the scheduler: a row for each thread with the line that its next turn runs, and a button that gives it the turn. The
 * lab below shows the same machine; whatever the reader does there, the next turn goes on where the last one ended.
 */
import { LabView } from '@components/lab/LabView.tsx';
import { useLabState } from '@components/lab/useLab.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import type { Exercise } from '@/lab/exercise.ts';
import { type Player, SchedulePlay } from '@/lab/schedule.ts';
import { openLab } from './ExerciseLab.tsx';
import { programOf } from './tools.ts';
import type { ExerciseWords } from './words.ts';

export interface ScheduleProps {
  readonly exercise: Exercise;
  readonly title: string;
  readonly language: Language;
  readonly words: ExerciseWords;
  readonly seed: number;
  readonly turns: readonly string[];
  readonly onTurns: (turns: readonly string[]) => void;
}

export default function Schedule(props: ScheduleProps) {
  const { exercise, seed, words } = props;
  const [play, setPlay] = useState<SchedulePlay | undefined>(undefined);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let isWanted = true;
    begin(exercise, seed, props.turns).then(
      (begun) => {
        if (!isWanted) return;
        setPlay(begun.play);
        if (begun.turns.length !== props.turns.length) props.onTurns(begun.turns);
      },
      (error: unknown) =>
        isWanted && setProblem(words.loadFailed(error instanceof Error ? error.message : String(error))),
    );
    return () => {
      isWanted = false;
    };
  }, [exercise, seed]);
  if (problem) return <p role="alert">{problem}</p>;
  return play ? <Table {...props} play={play} /> : <p role="status">{words.loading}</p>;
}

/** A play that has taken the turns that were kept, as far as they can be taken. */
async function begin(exercise: Exercise, seed: number, kept: readonly string[]) {
  const lab = await openLab(exercise, { program: await programOf(exercise), seed });
  const play = await SchedulePlay.begin(exercise, lab);
  const turns: string[] = [];
  for (const name of kept) {
    if (!(await play.turn(name))) break;
    turns.push(name);
  }
  return { play, turns };
}

function Table({
  exercise,
  title,
  language,
  words,
  turns,
  onTurns,
  play,
}: ScheduleProps & { readonly play: SchedulePlay }) {
  const state = useLabState(play.lab);
  const [said, say] = useState('');
  const isBusy = useRef(false);
  const players = play.players();
  const during = async (work: () => Promise<void>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    await work();
    isBusy.current = false;
  };
  const turn = (player: Player) =>
    during(async () => {
      if (!(await play.turn(player.name))) {
        say(words.schedule.refused(player.name));
        return;
      }
      onTurns([...turns, player.name]);
      const after = play.players().find(({ name }) => name === player.name);
      say(after ? words.schedule.took(player.name, standing(after, words)) : '');
    });
  const undo = () =>
    during(async () => {
      await play.undo();
      onTurns(turns.slice(0, -1));
      say(words.schedule.undone(turns.at(-1) ?? ''));
    });
  const runOn = () =>
    during(async () => {
      const { isReached, end } = await play.runOn();
      say(isReached ? words.schedule.reached : words.schedule.notReached(end));
    });
  const isFull = turns.length >= play.task.turnsMax;
  return (
    <div class="schedule">
      <table class="turn-table">
        <thead>
          <tr>
            <th scope="col">{words.schedule.thread}</th>
            <th scope="col">{words.schedule.next}</th>
            <th scope="col">
              <span class="visually-hidden">{words.schedule.turn}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {players.map((player, index) => (
            <tr key={player.name} class={`player player-${index} is-${player.state}`}>
              <th scope="row">{player.name}</th>
              <td>
                <Standing player={player} words={words} />
              </td>
              <td>
                <button
                  type="button"
                  aria-disabled={isFull || !canRun(player)}
                  onClick={() => !isFull && canRun(player) && void turn(player)}
                >
                  {words.schedule.give(player.name)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="schedule-turns">
        <span>{words.schedule.turns(turns.length, play.task.turnsMax)}</span>
        <ol>
          {turns.map((name, index) => (
            <li key={`${index} ${name}`} class={`player-${play.task.threads.indexOf(name)}`}>
              {name}
            </li>
          ))}
        </ol>
        <button type="button" aria-disabled={turns.length === 0} onClick={() => turns.length > 0 && void undo()}>
          {words.schedule.undo}
        </button>
        <button type="button" onClick={() => void runOn()}>
          {words.schedule.runOn}
        </button>
      </div>
      <p class="schedule-said" role="status" aria-live="polite">
        {said}
      </p>
      <LabView lab={play.lab} state={state.value} language={language} title={title} shown={exercise.lenses} />
    </div>
  );
}

const canRun = ({ state }: Player) => state === 'new' || state === 'ready';

function standing({ state, line, waitReason }: Player, words: ExerciseWords): string {
  const place = line ? words.schedule.at(line.line, line.text) : '';
  if (state === 'new') return words.schedule.states.new;
  if (state === 'ended') return words.schedule.states.ended;
  return state === 'waiting' ? `${words.schedule.waits(waitReason ?? '')} ${place}` : place;
}

function Standing({ player, words }: { readonly player: Player; readonly words: ExerciseWords }) {
  const { state, line, instruction, waitReason } = player;
  return (
    <>
      {state === 'waiting' && <span class="schedule-state">{words.schedule.waits(waitReason ?? '')} </span>}
      {(state === 'new' || state === 'ended') && <span class="schedule-state">{words.schedule.states[state]}</span>}
      {state !== 'ended' && line && (
        <>
          <span class="schedule-line">{line.line}</span> <code>{line.text}</code>
        </>
      )}
      {instruction && <code class="schedule-instruction">{instruction}</code>}
    </>
  );
}
