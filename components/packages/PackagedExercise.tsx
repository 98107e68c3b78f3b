/** An exercise in a package of a course: the exercise itself, and above it one line that says what the course has. */
import { HostedExercise, type HostedExerciseProps } from '@components/exercise/HostedExercise.tsx';
import { useEffect, useState } from 'preact/hooks';
import type { PackageNews } from '@/lab/packages/news.ts';
import { type Course, connect } from './course.ts';
import { packageHead } from './head.ts';
import { watchLeaving } from './leaving.ts';
import { newsText, packageWords } from './words.ts';
import './packages.css';

/** Where one is told how it stands; what went wrong stays beside it. */
const standing: readonly PackageNews['kind'][] = ['course', 'outside', 'review', 'over', 'reported'];

export default function PackagedExercise(props: Omit<HostedExerciseProps, 'host' | 'asked'>) {
  const words = packageWords(props.language);
  const [stands, setStands] = useState('');
  const [trouble, setTrouble] = useState('');
  const [course, setCourse] = useState<Course | undefined>(undefined);
  const [isFinished, setFinished] = useState(false);
  const head = packageHead();
  useEffect(() => {
    if (!head) return undefined;
    const way = { isTurning: false };
    const tell = (news: PackageNews) => {
      if (standing.includes(news.kind)) setStands(newsText(news, words));
      if (news.kind === 'reported' || news.kind === 'taken') setTrouble('');
      else if (!standing.includes(news.kind)) setTrouble(newsText(news, words));
    };
    const turn = () => {
      way.isTurning = true;
      location.replace(`${head.other}${location.search}`);
    };
    const opened = connect(head, tell, turn);
    setCourse(opened);
    return watchLeaving(opened.host, way);
  }, []);
  const finish = async () => {
    const back = await course?.finish?.();
    if (back) location.assign(back);
    else setFinished(true);
  };
  return (
    <>
      <div class="package-bar">
        <p role="status">{isFinished ? words.finished : stands || words.opening}</p>
        {head?.other !== undefined && (
          <a href={`${head.other}${location.search}`} data-turn lang={props.language === 'en' ? 'zh-CN' : 'en'}>
            {words.otherLanguage}
          </a>
        )}
        {course?.finish && !isFinished && (
          <button type="button" onClick={() => void finish()}>
            {words.finish}
          </button>
        )}
        <p class="package-trouble" role="alert">
          {trouble}
        </p>
      </div>
      <HostedExercise
        {...props}
        host={course?.host}
        asked={head?.seed ?? new URLSearchParams(location.search).get('seed')}
      />
    </>
  );
}
