/**
 * A lab on a page that is meant for a frame. Which one, the address says: a link that Share has made (`#lab-…=…`), or `?program=`,
 * with `lenses`, `start`, `seed`, `title`, `processors`, `debugged`, `sehop`. All of it may come from anybody and is checked.
 */
import type { LabIslandProps } from '@components/lab/LabIsland.tsx';
import type { LabSessionProps } from '@components/lab/LabSession.tsx';
import { labWords } from '@components/lab/words.ts';
import { lensNames } from '@components/lenses/index.ts';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import { seedFrom } from '@/lab/seed.ts';
import { unpackRun } from '@/lab/share.ts';
import { type EmbedWords, embedWords } from './words.ts';
import '@components/lab/LabIsland.tsx';

const PROGRAM = /^[\w-]{1,64}$/;
const START_MAX = 300;

function bootFrom(asked: URLSearchParams): LabIslandProps['boot'] {
  const processors = Number(asked.get('processors'));
  return {
    seed: seedFrom(asked.get('seed')) ?? 0,
    debugged: asked.get('debugged') === '1',
    sehop: asked.get('sehop') === '1',
    ...([2, 3, 4].includes(processors) ? { processors } : {}),
  };
}

/** The lab that an address names; a text when it names none. */
async function labOf({ hash, search }: Location, language: Language, words: EmbedWords) {
  const asked = new URLSearchParams(search);
  const [, id = 'here', link] = /^#(?:lab-([\w-]{1,100})=)?([\w-]+)$/.exec(hash) ?? [];
  const shared = link === undefined ? undefined : await unpackRun(link);
  if (link !== undefined && !shared) return words.brokenLink;
  const program = shared?.program ?? asked.get('program') ?? '';
  if (!PROGRAM.test(program)) return words.noLab;
  const lenses = (shared?.scene?.lenses ?? (asked.get('lenses') ?? '').split(/[\s,+]+/)).filter((name) =>
    lensNames.includes(name),
  );
  const props: LabIslandProps = {
    id,
    page: '',
    language,
    title: shared?.scene?.title || asked.get('title')?.slice(0, 80) || program,
    program,
    shown: lenses.length > 0 ? [...new Set(lenses)] : ['source', 'console'],
    start: (asked.get('start') ?? 'bp main; g').slice(0, START_MAX),
    boot: shared ? { ...shared.scene?.boot, seed: shared.seed } : bootFrom(asked),
  };
  return props;
}

interface Ready {
  readonly View: (props: LabSessionProps) => preact.JSX.Element;
  readonly props: LabSessionProps;
}

export default function EmbeddedLab({ language }: { readonly language: Language }) {
  const words = embedWords(language);
  const [ready, setReady] = useState<Ready | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    const open = async () => {
      const named = await labOf(location, language, words);
      if (typeof named === 'string') return setProblem(named);
      try {
        const { LabSession, prepare } = await import('@components/lab/LabSession.tsx');
        setReady({ View: LabSession, props: await prepare(named) });
      } catch {
        setProblem(words.unknownProgram(named.program));
      }
    };
    void open();
  }, []);
  if (ready)
    return (
      <>
        <h2 class="visually-hidden">{ready.props.title}</h2>
        <ready.View {...ready.props} />
      </>
    );
  return (
    <div class="embed-note" role={problem === undefined ? 'status' : 'alert'}>
      <p class="with-script">{problem ?? labWords(language).loading}</p>
      <noscript>
        <p>{labWords(language).noScript}</p>
      </noscript>
    </div>
  );
}
