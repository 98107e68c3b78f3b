/** What goes into a package: exercises, grouped by chapter, the languages that it speaks, and how it is passed. Plain data. */
export const standards = ['scorm-1.2', 'scorm-2004', 'cmi5'] as const;
export type Standard = (typeof standards)[number];

export type PackageLanguage = 'en' | 'zh';
export type Said = Readonly<Record<PackageLanguage, string>>;

export interface PackedExercise {
  readonly name: string;
  readonly title: Said;
  readonly description: Said;
}

export interface PackageGroup {
  /** The chapter's name. */
  readonly name: string;
  readonly title: Said;
  readonly exercises: readonly PackedExercise[];
}

export interface PackagePlan {
  /** Begins the names of the package's files: an exercise's or a chapter's name, or `course`. */
  readonly name: string;
  readonly title: Said;
  readonly description: Said;
  readonly groups: readonly PackageGroup[];
  /** One language, or both: then each learner gets the browser's and may change. */
  readonly languages: readonly PackageLanguage[];
  /** The share of the points that passes; 1 is all of them. */
  readonly pass: number;
  /** The seed of every problem; without it problem 1, or the learner's choice. */
  readonly seed?: number;
}

/** The name of a package's file. */
export function packageFile(name: string, standard: Standard): string {
  return `${name}.${standard}.zip`;
}

/** A title in the package's language, or in both. */
export function titleIn(said: Said, languages: readonly PackageLanguage[]): string {
  return [...new Set(languages.map((language) => said[language]))].join(' · ');
}

/** All exercises of a plan. */
export function exercisesOf({ groups }: PackagePlan): readonly PackedExercise[] {
  return groups.flatMap(({ exercises }) => exercises);
}

/** The page of the package that a course opens for an exercise. */
export function startPage({ name }: PackedExercise, { languages }: PackagePlan): string {
  return languages.length > 1 ? `${name}.html` : pageIn(name, languages[0] ?? 'en');
}

/** An exercise's page in a language, as it lies in the built site and in the package. */
export function pageIn(name: string, language: PackageLanguage): string {
  return `${language === 'en' ? '' : `${language}/`}embed/${name}/index.html`;
}
