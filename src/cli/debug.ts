/** Runs debugger commands in the terminal and prints what they print. */
import { Lab, type LabProgram } from '../lab/lab.ts';
import { OutputPipe } from './run.ts';

/** Boots `program`, gives it `commands`, and returns the exit code. The program's own output goes where it belongs. */
export async function debug(program: LabProgram, commands: string): Promise<number> {
  const lab = new Lab(program);
  await lab.ready;
  const pipe = new OutputPipe();
  let printed = lab.now.transcript.length;
  for (const line of commands.split('\n')) {
    await lab.act({ kind: 'command', line });
    pipe.flush(lab.machine);
    process.stdout.write(lab.now.transcript.slice(printed));
    printed = lab.now.transcript.length;
    if (lab.now.failure) {
      process.stderr.write(`glass: ${lab.now.failure}\n`);
      return 70;
    }
  }
  return 0;
}
