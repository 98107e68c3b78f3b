/**
 * A lab on a page. The page comes with the lab's starting state as HTML; when the lab comes into view, the machine is
 * loaded, brought to the same state, and takes the place of the HTML. Until then nothing of it weighs on the page.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import type { BootChoice } from '@/nt/boot.ts';
import type { LabSessionProps } from './LabSession.tsx';
import { prerendered } from './prerendered.ts';
import { labWords } from './words.ts';
import './lab.css';
import '../lenses/lenses.css';
import '../lenses/heap/heap.css';
import '../lenses/seh/seh.css';
import '../lenses/space/space.css';
import '../lenses/threads/threads.css';

export interface LabIslandProps {
  /** Names the lab on its page, for the HTML that was made for it and for links to it. */
  readonly id: string;
  /** The page's path. */
  readonly page: string;
  readonly language: Language;
  readonly title: string;
  readonly program: string;
  readonly shown: readonly string[];
  readonly start: string;
  readonly boot: BootChoice;
}

/** What can hold the keyboard's focus in the HTML of a lab's start as well as in the lab that takes its place. */
const CONTROLS = '.controls button, [role=tab], .gutter';

function controlsIn(place: Element | null | undefined): readonly HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])];
}

type Session = (props: LabSessionProps) => preact.JSX.Element;

export default function LabIsland(props: LabIslandProps) {
  const { id, page, language } = props;
  const words = labWords(language);
  const box = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<{ View: Session; props: LabSessionProps } | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);
  const [tries, setTries] = useState(0);
  const handOver = useRef<(() => void) | undefined>(undefined);
  /** The control that was pressed last while the lab was being loaded: it is pressed again when the lab is there. */
  const pressed = useRef(-1);
  useEffect(() => {
    let isWanted = true;
    setError(undefined);
    import('./LabSession.tsx')
      .then(async ({ LabSession, prepare }) => {
        const prepared = await prepare(props);
        if (!isWanted) return;
        const island = box.current?.closest('astro-island');
        const held = controlsIn(island).indexOf(document.activeElement as HTMLElement);
        handOver.current = () => {
          controlsIn(island)[held]?.focus({ preventScroll: true });
          controlsIn(island)[pressed.current]?.click();
        };
        setSession({ View: LabSession, props: prepared });
      })
      .catch((problem: unknown) => {
        if (isWanted) setError(problem instanceof Error ? problem.message : String(problem));
      });
    return () => {
      isWanted = false;
    };
  }, [tries]);
  useEffect(() => {
    const shell = box.current;
    const note = ({ target }: Event) => {
      pressed.current = controlsIn(shell).indexOf((target as Element).closest<HTMLElement>(CONTROLS) as HTMLElement);
    };
    shell?.addEventListener('click', note);
    return () => shell?.removeEventListener('click', note);
  }, []);
  useLayoutEffect(() => handOver.current?.(), [session]);
  if (session) return <session.View {...session.props} />;
  return (
    <div class="lab-waiting">
      <div ref={box} dangerouslySetInnerHTML={{ __html: prerendered.get(`${page} ${id}`) ?? '' }} />
      <p class="lab-note" role="status">
        {error === undefined ? (
          <>
            <span class="with-script">{words.loading}</span>
            <noscript>{words.noScript}</noscript>
          </>
        ) : (
          <>
            {words.loadFailed} <code>{error}</code>{' '}
            <button type="button" onClick={() => setTries(tries + 1)}>
              {words.retry}
            </button>
          </>
        )}
      </p>
    </div>
  );
}
