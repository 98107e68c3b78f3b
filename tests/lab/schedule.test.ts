/** Being the scheduler: turns are the run, and what is taken back has not happened. */
import { expect, test } from 'vitest';
import { readExercise } from '../../src/lab/exercise-files.node.ts';
import { gradeTools } from '../../src/lab/exercise-tools.node.ts';
import { exerciseLab } from '../../src/lab/grade.ts';
import { SchedulePlay } from '../../src/lab/schedule.ts';

const folder = readExercise('ts-lost-update');
const tools = gradeTools(folder);

async function played(turns: readonly string[]): Promise<SchedulePlay> {
  const lab = await exerciseLab(folder.exercise, await tools.program(), 1);
  const play = await SchedulePlay.begin(folder.exercise, lab);
  for (const name of turns) expect(await play.turn(name), name).toBe(true);
  return play;
}

/** What becomes of the program, and where it ends. */
const ending = async (play: SchedulePlay) => ({ ...(await play.runOn()), position: play.lab.now.now.position });

test.each([
  [['Ann', 'Ann', 'Ann'], ['Ben']],
  [
    ['Ann', 'Ann'],
    ['Ben', 'Ben', 'Ben'],
  ],
  [[], ['Ben']],
  [
    ['Ann', 'Ann', 'Ben', 'Ben'],
    ['Ann', 'Ben'],
  ],
])('after %j the turns %j, taken back, leave no trace', async (kept, undone) => {
  const play = await played([...kept, ...undone]);
  for (const _turn of undone) await play.undo();
  expect(await ending(play)).toEqual(await ending(await played(kept)));
});

test('what the reader does in the lab between two turns is forgotten', async () => {
  const turns = ['Ann', 'Ann', 'Ben', 'Ben', 'Ann', 'Ben'];
  const play = await played(turns);
  await play.lab.act({ kind: 'step', how: 'over', unit: 'line', direction: 'backward' });
  await play.lab.act({ kind: 'command', line: 'ed exercise!balance 63' });
  await play.lab.act({ kind: 'command', line: 'bp exercise.c:24' });
  expect(await ending(play)).toEqual(await ending(await played(turns)));
});

test('a thread that has ended has no turn', async () => {
  const play = await played(['Ann', 'Ann', 'Ann', 'Ann', 'Ann', 'Ann']);
  expect(play.players()[0]?.state).toBe('ended');
  expect(await play.turn('Ann')).toBe(false);
  expect(await play.turn('Ben')).toBe(true);
});
