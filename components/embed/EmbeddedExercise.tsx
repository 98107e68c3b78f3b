/** An exercise on a page that is meant for a frame. */
import { HostedExercise, type HostedExerciseProps } from '@components/exercise/HostedExercise.tsx';
import { useEffect, useState } from 'preact/hooks';
import type { CourseHost } from '@/lab/embedding/host.ts';
import { hostHere } from './hosts.ts';
import '@components/lab/LabIsland.tsx';

export default function EmbeddedExercise(props: Omit<HostedExerciseProps, 'host' | 'asked'>) {
  const [place, setPlace] = useState<{ host: CourseHost; asked: string | null } | undefined>(undefined);
  useEffect(() => setPlace({ host: hostHere(), asked: new URLSearchParams(location.search).get('seed') }), []);
  return <HostedExercise {...props} host={place?.host} asked={place?.asked ?? null} />;
}
