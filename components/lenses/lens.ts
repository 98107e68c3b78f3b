/**
 * What a lens is: a way to look at a moment. It compares `now` with `before` and keeps only interface state of its own.
 *
 * Lenses share a selection: point at an address in one and it lights up in all. A lens is registered by its line in
 * `index.ts`, and is named there as authors write it.
 */
import type { Signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { Language } from '@/i18n/words.ts';
import type { Lab } from '@/lab/lab.ts';
import type { Moment } from '@/lab/moment.ts';
import type { LabWords } from '../lab/words.ts';

/** Bytes that the reader points at. */
export interface Selection {
  readonly address: number;
  readonly length: number;
}

export interface LensProps {
  readonly lab: Lab;
  readonly now: Moment;
  /** The moment that was shown before; undefined at first. */
  readonly before: Moment | undefined;
  readonly language: Language;
  readonly words: LabWords;
  readonly selection: Signal<Selection | undefined>;
}

export type Lens = ComponentType<LensProps>;
