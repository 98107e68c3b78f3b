/** Labs in their starting state, as HTML: run and drawn when the book is built. */
import { renderToString } from 'preact-render-to-string';
import { Lab } from '@/lab/lab.ts';
import { programData } from '@/site/lab-data.node.ts';
import { firstLenses, lensNames, loadLens } from '../lenses/index.ts';
import type { LabIslandProps } from './LabIsland.tsx';
import { LabView } from './LabView.tsx';
import { prerendered } from './prerendered.ts';

type StartProps = Omit<LabIslandProps, 'id'>;

/** A name for the lab that is the same in both languages, so that a link to a run works in both. */
function idOf({ program, start, boot, shown }: StartProps): string {
  let sum = 0;
  for (const character of `${start} ${shown.join(' ')} ${JSON.stringify(boot)}`)
    sum = (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0;
  return `${program}-${sum.toString(36)}`;
}

/** Runs the lab to its start and keeps its HTML; returns the lab's id. Throws when the author named something unknown. */
export async function renderStart(props: StartProps): Promise<string> {
  const where = `${props.page}: lab "${props.title}" (program ${props.program})`;
  for (const name of props.shown) {
    if (!lensNames.includes(name))
      throw new Error(`${where}: there is no lens "${name}"; there are ${lensNames.join(', ')}`);
  }
  await Promise.all(firstLenses(props.shown).map(loadLens));
  const lab = new Lab({
    ...programData(props.program),
    options: props.boot,
    start: props.start,
  });
  await lab.ready;
  const { transcript, failure } = lab.now;
  if (failure) throw new Error(`${where}: ${failure}`);
  const refused = /^ *\^ .*|^Couldn't resolve error.*|^Bp expression .*/m.exec(transcript);
  if (refused) throw new Error(`${where}: the debugger refuses "${props.start}":\n${transcript}`);
  const id = idOf(props);
  const view = <LabView lab={lab} state={lab.now} language={props.language} title={props.title} shown={props.shown} />;
  prerendered.set(`${props.page} ${id}`, renderToString(view));
  return id;
}
