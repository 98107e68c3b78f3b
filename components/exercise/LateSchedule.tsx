/** Being the scheduler needs the machine: it is loaded when the reader asks for it, or has taken turns before. */
import { useEffect, useState } from 'preact/hooks';
import type { ScheduleProps } from './Schedule.tsx';

type View = typeof import('./Schedule.tsx').default;

export function LateSchedule(props: ScheduleProps) {
  const { words, turns } = props;
  const [loaded, setLoaded] = useState<{ View: View } | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const load = () =>
    import('./Schedule.tsx').then(
      ({ default: View }) => setLoaded({ View }),
      (error: unknown) => setProblem(words.loadFailed(error instanceof Error ? error.message : String(error))),
    );
  useEffect(() => {
    if (turns.length > 0) void load();
  }, []);
  if (loaded) return <loaded.View {...props} />;
  return (
    <p>
      <button type="button" class="primary" onClick={() => void load()}>
        {words.schedule.start}
      </button>{' '}
      {problem && <span role="alert">{problem}</span>}
    </p>
  );
}
