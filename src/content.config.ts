/**
 * The book's chapters: one MDX file per chapter and language, `content/chapters/en/01-name.mdx`.
 *
 * The file is the registration. The name after the number is the chapter's address and pairs the two languages; sections
 * carry the same anchors in both (`## The heap {#heap}`), so that the language switch and the progress keep the place.
 */
import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

const chapters = defineCollection({
  loader: glob({ base: './content/chapters', pattern: '{en,zh}/*.mdx' }),
  schema: z
    .object({
      title: z.string().min(1),
      /** The chapter's number; it must agree with the file's name. */
      number: z.number().int().min(1).max(99),
      /** One or two sentences for the contents and for search engines. */
      summary: z.string().min(1),
      /** What the reader can do afterwards. */
      objectives: z.array(z.string()).min(1),
    })
    .strict(),
});

/** Tasks and solutions of exercises; what their front matter says is read and checked by src/lab/exercise-check.ts. */
const exercises = defineCollection({
  loader: glob({
    base: './content/exercises',
    pattern: '*/{task,solution}.{en,zh}.mdx',
    generateId: ({ entry }) => entry.replace(/\.mdx$/, ''),
  }),
});

export const collections = { chapters, exercises };
