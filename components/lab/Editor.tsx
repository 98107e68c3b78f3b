/** The editor: the program's sources, with a mistake shown under its line. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Diagnostic } from '@/compiler/diagnostic.ts';
import type { ProgramData } from '@/site/lab-data.ts';
import type { LabWords } from './words.ts';

interface Props {
  readonly original: ProgramData;
  readonly edits: Readonly<Record<string, string>>;
  readonly words: LabWords;
  readonly onBuilt: (data: ProgramData, edits: Readonly<Record<string, string>>) => void;
  readonly onClose: () => void;
}

const baseName = (file: string) => file.slice(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1);

export function Editor({ original, edits, words, onBuilt, onClose }: Props) {
  const files = Object.keys(original.sources);
  const [file, setFile] = useState(files[0] ?? '');
  const texts = useRef<Record<string, string>>({ ...original.sources, ...edits });
  const [diagnostic, setDiagnostic] = useState<Diagnostic | undefined>(undefined);
  const [isBuilding, setBuilding] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const mounted = useRef<
    { show: (text: string, diagnostic: Diagnostic | undefined) => void; destroy: () => void } | undefined
  >(undefined);
  useEffect(() => {
    let isGone = false;
    void import('./codemirror.ts').then(({ mountEditor }) => {
      if (isGone || !box.current) return;
      mounted.current = mountEditor(box.current, texts.current[file] ?? '', (text) => {
        texts.current[file] = text;
      });
    });
    return () => {
      isGone = true;
      mounted.current?.destroy();
      mounted.current = undefined;
    };
  }, [file]);
  useEffect(
    () => mounted.current?.show(texts.current[file] ?? '', diagnostic?.file === file ? diagnostic : undefined),
    [diagnostic, file],
  );
  const apply = async () => {
    setBuilding(true);
    const changed = Object.fromEntries(
      Object.entries(texts.current).filter(([name, text]) => text !== original.sources[name]),
    );
    const { build } = await import('./build.ts');
    const result = await build(original, changed);
    setBuilding(false);
    if ('data' in result) onBuilt(result.data, changed);
    else {
      if (files.includes(result.diagnostic.file)) setFile(result.diagnostic.file);
      setDiagnostic(result.diagnostic);
    }
  };
  const discard = () => {
    texts.current = { ...original.sources };
    onBuilt(original, {});
    onClose();
  };
  return (
    <div class="editor">
      <div class="editor-bar">
        {files.length > 1 &&
          files.map((name) => (
            <button key={name} type="button" aria-pressed={name === file} onClick={() => setFile(name)}>
              {baseName(name)}
            </button>
          ))}
        <span class="spacer" />
        <button type="button" class="primary" disabled={isBuilding} onClick={() => void apply()}>
          {isBuilding ? words.compiling : words.apply}
        </button>
        <button type="button" onClick={discard}>
          {words.discard}
        </button>
      </div>
      <div class="editor-box" ref={box} />
      {diagnostic && (
        <p class="diagnostic" role="alert">
          <strong>
            {baseName(diagnostic.file)}({diagnostic.line},{diagnostic.column})
          </strong>{' '}
          {diagnostic.message}
          {diagnostic.hint && <em> {diagnostic.hint}</em>}
        </p>
      )}
    </div>
  );
}
