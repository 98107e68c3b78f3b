/** The oEmbed answer of each exercise, in both languages. */
import type { APIRoute } from 'astro';
import { type Language, languages } from '@/i18n/words.ts';
import { exercisesIn } from '@/site/exercises.ts';
import { oembedAnswer } from '@/site/oembed.ts';

interface Props {
  readonly language: Language;
  readonly title: string;
}

export function getStaticPaths() {
  return languages.flatMap((language) =>
    exercisesIn(language).map(({ exercise: { name }, text: { title } }) => ({
      params: { language, name },
      props: { language, title },
    })),
  );
}

export const GET: APIRoute<Props, { name: string; language: string }> = ({ props, params, site }) =>
  new Response(JSON.stringify(oembedAnswer(props.language, params.name, props.title, site), undefined, 1));
