/** A lab that runs: the machine of its program, with editing, sharing and the full window. */
import { useState } from 'preact/hooks';
import { Lab } from '@/lab/lab.ts';
import { packRun, type SharedRun, unpackRun } from '@/lab/share.ts';
import { loadProgram, type ProgramData, systemSource } from '@/site/lab-data.ts';
import { Editor } from './Editor.tsx';
import type { LabIslandProps } from './LabIsland.tsx';
import { LabView } from './LabView.tsx';
import { useLabState } from './useLab.ts';
import { labWords } from './words.ts';

export interface LabSessionProps extends LabIslandProps {
  readonly data: ProgramData;
  readonly lab: Lab;
  readonly edits: Readonly<Record<string, string>>;
}

/** Makes a lab for a program; a system source is fetched when it is first asked for. */
function labOf(props: LabIslandProps, data: ProgramData, shared: SharedRun | undefined): Lab {
  const lab: Lab = new Lab({
    ...data,
    systemSource: (file) => systemSource(file, () => lab.refresh()),
    options: { seed: shared?.seed ?? props.seed, debugged: props.debugged },
    start: props.start,
    ...(shared ? { inputs: shared.inputs } : {}),
  });
  return lab;
}

/** Loads what the lab needs and brings it to where it begins, or to where a link says. */
export async function prepare(props: LabIslandProps): Promise<LabSessionProps> {
  const shared = await sharedRun(props);
  const original = await loadProgram(props.program);
  const edits = shared?.edits ?? {};
  const data = Object.keys(edits).length > 0 ? await built(original, edits) : original;
  const lab = labOf(props, data, shared);
  await lab.ready;
  if (shared) await lab.act({ kind: 'goto', position: shared.position });
  return { ...props, data: original, lab, edits };
}

/** The program with changed sources; one that does not build any more falls back to the original. */
async function built(original: ProgramData, edits: Readonly<Record<string, string>>): Promise<ProgramData> {
  const { build } = await import('./build.ts');
  const result = await build(original, edits);
  return 'data' in result ? result.data : original;
}

async function sharedRun(props: LabIslandProps): Promise<SharedRun | undefined> {
  const match = new RegExp(`[#&]lab-${props.id}=([\\w-]+)`).exec(location.hash);
  const run = match ? await unpackRun(match[1] ?? '') : undefined;
  return run?.program === props.program ? run : undefined;
}

export function LabSession(props: LabSessionProps) {
  const words = labWords(props.language);
  const [lab, setLab] = useState(props.lab);
  const [edits, setEdits] = useState(props.edits);
  const [isEditing, setEditing] = useState(false);
  const [isFull, setFull] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const state = useLabState(lab);
  const share = async () => {
    const { seed } = props;
    const packed = await packRun({
      program: props.program,
      edits,
      seed,
      inputs: lab.inputs,
      position: lab.now.now.position,
    });
    history.replaceState(null, '', `#lab-${props.id}=${packed}`);
    await navigator.clipboard?.writeText(location.href).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 2500);
  };
  const apply = (data: ProgramData, changed: Readonly<Record<string, string>>) => {
    const next = labOf(props, data, undefined);
    setLab(next);
    setEdits(changed);
    setEditing(false);
  };
  const extras = (
    <>
      <button type="button" aria-pressed={isEditing} title={words.editHelp} onClick={() => setEditing(!isEditing)}>
        {words.edit}
      </button>
      <button type="button" title={words.shareHelp} onClick={() => void share()}>
        {isCopied ? words.shared : words.share}
      </button>
      <button type="button" aria-pressed={isFull} onClick={() => setFull(!isFull)}>
        {isFull ? words.notFull : words.full}
      </button>
    </>
  );
  const editor = isEditing && (
    <Editor original={props.data} edits={edits} words={words} onBuilt={apply} onClose={() => setEditing(false)} />
  );
  return (
    <div class={`lab-live${isFull ? ' full' : ''}`} id={`lab-${props.id}`}>
      <LabView
        lab={lab}
        state={state.value}
        language={props.language}
        title={props.title}
        shown={props.shown}
        extras={extras}
        editor={editor || undefined}
      />
    </div>
  );
}
