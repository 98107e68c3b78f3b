/** The program of an exercise to be changed: one text at a time, each change handed on at once, mistakes under their lines. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Finding } from '@/lab/exercise.ts';
import type { ExerciseWords } from './words.ts';

interface Props {
  readonly files: readonly string[];
  /** The texts as they were given; undefined while they are being loaded. */
  readonly original: Readonly<Record<string, string>> | undefined;
  readonly edits: Readonly<Record<string, string>>;
  readonly finding: Finding | undefined;
  readonly words: ExerciseWords;
  readonly onEdit: (file: string, text: string | undefined) => void;
}

type Mounted = { show: (text: string, diagnostic: undefined) => void; destroy: () => void };

export function Sources({ files, original, edits, finding, words, onEdit }: Props) {
  const [file, choose] = useState(files[0] ?? '');
  const [resets, setResets] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const texts = useRef(edits);
  texts.current = edits;
  const shown = original?.[file] !== undefined;
  useEffect(() => {
    let isGone = false;
    let mounted: Mounted | undefined;
    if (!shown) return undefined;
    void import('../lab/codemirror.ts').then(({ mountEditor }) => {
      if (isGone || !box.current) return;
      mounted = mountEditor(box.current, texts.current[file] ?? original?.[file] ?? '', (text) =>
        onEdit(file, text === original?.[file] ? undefined : text),
      );
      box.current.shadowRoot?.querySelector('.cm-content')?.setAttribute('aria-label', words.editor(file));
      box.current.shadowRoot?.querySelector('.cm-scroller')?.setAttribute('tabindex', '0');
    });
    return () => {
      isGone = true;
      mounted?.destroy();
    };
  }, [file, shown, resets]);
  const mistakeFile = finding ? String(finding.values['file']) : undefined;
  useEffect(() => {
    if (mistakeFile !== undefined && files.includes(mistakeFile)) choose(mistakeFile);
  }, [finding]);
  return (
    <div class="exercise-sources">
      <div class="exercise-files">
        {files.map((name) => (
          <button key={name} type="button" aria-pressed={name === file} onClick={() => choose(name)}>
            {name}
          </button>
        ))}
        <span class="spacer" />
        {edits[file] !== undefined && (
          <button
            type="button"
            onClick={() => {
              onEdit(file, undefined);
              texts.current = Object.fromEntries(Object.entries(edits).filter(([name]) => name !== file));
              setResets(resets + 1);
            }}
          >
            {words.discard}
          </button>
        )}
      </div>
      <div class="exercise-editor" ref={box}>
        {!shown && <p>{words.loading}</p>}
      </div>
      <p class="exercise-small">{words.editorKeys}</p>
    </div>
  );
}
