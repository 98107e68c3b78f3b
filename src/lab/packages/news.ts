/** What a packaged exercise tells its reader about the course that it stands in. */
import type { Dropped } from './packed-record.ts';

export type PackageNews =
  /** A course is there; work and scores go to it. */
  | { readonly kind: 'course' }
  /** There is none: no score goes anywhere. */
  | { readonly kind: 'outside' }
  /** The course only shows an attempt; nothing is written. */
  | { readonly kind: 'review' }
  /** The session has ended; the exercise must be opened anew from the course. */
  | { readonly kind: 'over' }
  /** A score was handed to the course. */
  | { readonly kind: 'reported'; readonly best: number; readonly passed: boolean }
  /** What the course had kept is no record of this exercise; it begins anew. */
  | { readonly kind: 'unreadable' }
  /** The program that the learner had changed is not in what the course kept. */
  | { readonly kind: 'edits gone' }
  /** The course keeps less than there is; what is named lies in this browser only. */
  | { readonly kind: 'too large'; readonly dropped: readonly Dropped[] }
  /** The course refused. */
  | { readonly kind: 'not taken'; readonly why: string }
  /** It took at last what it had refused. */
  | { readonly kind: 'taken' };
