/** A lab that runs: the machine of its program, with editing, sharing and the full window. */
import { useEffect, useState } from 'preact/hooks';
import { Lab } from '@/lab/lab.ts';
import type { SharedRun } from '@/lab/share.ts';
import { loadProgram, type ProgramData, systemSource } from '@/site/lab-data.ts';
import { firstLenses, loadLens } from '../lenses/index.ts';
import type { Editor } from './Editor.tsx';
import type { LabIslandProps } from './LabIsland.tsx';
import { LabView } from './LabView.tsx';
import { useLabState } from './useLab.ts';
import { labWords } from './words.ts';

export interface LabSessionProps extends LabIslandProps {
  readonly data: ProgramData;
  readonly lab: Lab;
  readonly edits: Readonly<Record<string, string>>;
  /** What was wrong with the link that led here. */
  readonly notice: string | undefined;
}

/** Makes a lab for a program; a system source is fetched when it is first asked for. */
function labOf(props: LabIslandProps, data: ProgramData, isEdited: boolean, shared?: SharedRun): Lab {
  const lab: Lab = new Lab({
    ...data,
    systemSource: (file) => systemSource(file, () => lab.refresh()),
    options: shared ? { ...props.boot, seed: shared.seed } : props.boot,
    start: isEdited ? startOfEdited(data) : props.start,
    ...(shared ? { inputs: shared.inputs } : {}),
  });
  return lab;
}

const MAIN_FUNCTIONS = ['main', 'wmain'];

/** An edited program begins at its main function: the author's place may not be there any more. */
function startOfEdited({ images, program }: ProgramData): string {
  const functions = images.find(({ fileName }) => fileName === program)?.symbols.functions ?? [];
  const main = functions.find(({ name }) => MAIN_FUNCTIONS.includes(name));
  return main ? `bp ${main.name}; g` : '';
}

/** Loads what the lab needs and brings it to where it begins, or to where a link says. */
export async function prepare(props: LabIslandProps): Promise<LabSessionProps> {
  const words = labWords(props.language);
  const [original] = await Promise.all([loadProgram(props.program), ...firstLenses(props.shown).map(loadLens)]);
  const link = new RegExp(`[#&]lab-${props.id}=([^&]*)`).exec(location.hash)?.[1];
  const anew = async (notice: string | undefined): Promise<LabSessionProps> => {
    const lab = labOf(props, original, false);
    await lab.ready;
    return { ...props, data: original, lab, edits: {}, notice };
  };
  if (link === undefined) return anew(undefined);
  const { unpackRun } = await import('@/lab/share.ts');
  const shared = await unpackRun(link);
  if (shared?.program !== props.program) return anew(words.linkBroken);
  const isEdited = Object.keys(shared.edits).length > 0;
  const data = isEdited ? await built(original, shared.edits) : original;
  if (!data) return { ...(await anew(words.linkDoesNotBuild)), edits: shared.edits };
  const lab = labOf(props, data, isEdited, shared);
  await lab.ready;
  await lab.act({ kind: 'goto', position: shared.position });
  return { ...props, data: original, lab, edits: shared.edits, notice: undefined };
}

/** The program with changed sources; undefined when they do not build. */
async function built(original: ProgramData, edits: Readonly<Record<string, string>>): Promise<ProgramData | undefined> {
  const { build } = await import('./build.ts');
  const result = await build(original, edits);
  return 'data' in result ? result.data : undefined;
}

/** Whether `text` is in the clipboard now: a page may not be allowed to write there. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function LabSession(props: LabSessionProps) {
  const words = labWords(props.language);
  const [lab, setLab] = useState(props.lab);
  const [edits, setEdits] = useState(props.edits);
  const [editing, setEditing] = useState<{ View: typeof Editor } | undefined>(undefined);
  const [isFull, setFull] = useState(false);
  const [shared, setShared] = useState<string | undefined>(undefined);
  const state = useLabState(lab);
  useEffect(() => {
    if (!isFull) return;
    const leave = (event: KeyboardEvent) => {
      // In the editor Escape has its own meaning: the next Tab leaves the text.
      const isEditing = (event.composedPath()[0] as Element).closest?.('.cm-editor') != null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isEditing) setFull(false);
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [isFull]);
  const share = async () => {
    const { packRun } = await import('@/lab/share.ts');
    const packed = await packRun({
      program: props.program,
      edits,
      seed: props.boot.seed ?? 0,
      inputs: lab.inputs,
      position: lab.now.now.position,
      scene: { boot: props.boot, lenses: props.shown, title: props.title },
    });
    history.replaceState(null, '', `#lab-${props.id}=${packed}`);
    const isCopied = await copied(location.href);
    setShared(isCopied ? words.shared : words.sharedInAddress);
    setTimeout(() => setShared(undefined), 2500);
  };
  const apply = (data: ProgramData, changed: Readonly<Record<string, string>>) => {
    setLab(labOf(props, data, Object.keys(changed).length > 0));
    setEdits(changed);
    setEditing(undefined);
  };
  const edit = async () => setEditing(editing ? undefined : { View: (await import('./Editor.tsx')).Editor });
  const extras = (
    <>
      <button type="button" aria-pressed={editing !== undefined} title={words.editHelp} onClick={() => void edit()}>
        {words.edit}
      </button>
      <button type="button" title={words.shareHelp} onClick={() => void share()}>
        {shared ?? words.share}
      </button>
      <button type="button" aria-pressed={isFull} onClick={() => setFull(!isFull)}>
        {isFull ? words.notFull : words.full}
      </button>
    </>
  );
  const editor = editing && (
    <editing.View
      original={props.data}
      edits={edits}
      words={words}
      onBuilt={apply}
      onClose={() => setEditing(undefined)}
    />
  );
  return (
    <div class={`lab-live${isFull ? ' full' : ''}`}>
      {props.notice && (
        <p class="lab-notice" role="alert">
          {props.notice}
        </p>
      )}
      <LabView
        lab={lab}
        state={state.value}
        language={props.language}
        title={props.title}
        shown={props.shown}
        extras={extras}
        editor={editor}
      />
    </div>
  );
}
