/** An exercise on a page that is meant for a frame, or, where the page lies in a package, for a course's learning management system. */
import { HostedExercise, type HostedExerciseProps } from '@components/exercise/HostedExercise.tsx';
import { packageHead } from '@components/packages/head.ts';
import { useEffect, useState } from 'preact/hooks';
import type { CourseHost } from '@/lab/embedding/host.ts';
import { hostHere } from './hosts.ts';
import '@components/lab/LabIsland.tsx';

type Packaged = typeof import('@components/packages/PackagedExercise.tsx').default;

export default function EmbeddedExercise(props: Omit<HostedExerciseProps, 'host' | 'asked'>) {
  const [place, setPlace] = useState<{ host: CourseHost; asked: string | null } | undefined>(undefined);
  const [Packaged, setPackaged] = useState<Packaged | undefined>(undefined);
  useEffect(() => {
    if (packageHead())
      void import('@components/packages/PackagedExercise.tsx').then((it) => setPackaged(() => it.default));
    else setPlace({ host: hostHere(), asked: new URLSearchParams(location.search).get('seed') });
  }, []);
  if (Packaged) return <Packaged {...props} />;
  return <HostedExercise {...props} host={place?.host} asked={place?.asked ?? null} />;
}
