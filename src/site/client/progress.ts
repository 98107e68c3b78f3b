/**
 * Reading progress: which sections of which chapter have been read, and where the reader was last. Kept in this browser
 * only, by chapter name and section anchor, so it holds for both languages.
 *
 * A section counts as read when its end has been on screen for two seconds.
 */
import { read, write } from './store.ts';

interface Progress {
  last?: { chapter: string; section: string };
  read: Record<string, string[]>;
}

function load(): Progress {
  try {
    const kept = JSON.parse(read('progress') ?? '') as Progress;
    if (kept && typeof kept.read === 'object') return kept;
  } catch {
    // Nothing kept yet, or not by this version.
  }
  return { read: {} };
}

/** On a chapter page: marks the section in view in the contents, and remembers what has been read. */
export function rememberProgress(): void {
  const chapter = document.querySelector<HTMLElement>('[data-chapter]');
  const name = chapter?.dataset['chapter'];
  if (!chapter || !name) return;
  const headings = [...chapter.querySelectorAll<HTMLElement>('.prose h2[id]')];
  const links = [...chapter.querySelectorAll<HTMLAnchorElement>('.toc a')];
  const seenFor = new Map<string, number>();

  const mark = (progress: Progress, current: string | undefined) => {
    const done = new Set(progress.read[name]);
    for (const link of links) {
      const id = decodeURIComponent(link.hash.slice(1));
      link.toggleAttribute('data-read', done.has(id));
      if (id === current) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };

  const look = () => {
    if (document.hidden) return;
    const progress = load();
    const tops = headings.map((heading) => heading.getBoundingClientRect().top);
    const end = chapter.querySelector('.prose')?.getBoundingClientRect().bottom ?? 0;
    const done = new Set(progress.read[name]);
    for (const [index, heading] of headings.entries()) {
      const bottom = tops[index + 1] ?? end;
      const inView = bottom > 0 && bottom <= innerHeight + 40;
      if (!inView || done.has(heading.id)) continue;
      const count = (seenFor.get(heading.id) ?? 0) + 1;
      seenFor.set(heading.id, count);
      if (count >= 3) done.add(heading.id);
    }
    const current = headings.findLast((_heading, index) => tops[index]! <= innerHeight * 0.4)?.id;
    progress.read[name] = [...done];
    if (current) progress.last = { chapter: name, section: current };
    write('progress', JSON.stringify(progress));
    mark(progress, current);
  };

  let waiting = false;
  addEventListener(
    'scroll',
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        const current = headings.findLast((heading) => heading.getBoundingClientRect().top <= innerHeight * 0.4)?.id;
        mark(load(), current);
      });
    },
    { passive: true },
  );
  mark(load(), undefined);
  setInterval(look, 1000);
}

/** On the cover: fills the contents with what has been read, and the way back to where the reader was. */
export function showProgress(): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-progress]')];
  if (rows.length === 0) return;
  const progress = load();
  for (const row of rows) {
    const sections = (row.dataset['sections'] ?? '').split(' ').filter(Boolean);
    const done = sections.filter((id) => progress.read[row.dataset['progress'] ?? '']?.includes(id)).length;
    const text = row.querySelector<HTMLElement>('.progress-text');
    const bar = row.querySelector<HTMLProgressElement>('progress');
    if (done === 0 || !text || !bar) continue;
    text.textContent = (row.dataset['words'] ?? '').replace('%1', String(done)).replace('%2', String(sections.length));
    bar.value = done;
    bar.hidden = false;
  }
  const resume = document.querySelector<HTMLAnchorElement>('[data-resume]');
  const target = rows.find((row) => row.dataset['progress'] === progress.last?.chapter)?.querySelector('a');
  if (resume && target && progress.last) {
    resume.href = `${target.href}#${progress.last.section}`;
    resume.querySelector('span')!.textContent = target.dataset['title'] ?? '';
    resume.hidden = false;
  }
  const forget = document.querySelector<HTMLButtonElement>('[data-forget]');
  if (forget && Object.keys(progress.read).length > 0) {
    forget.hidden = false;
    forget.addEventListener('click', () => {
      write('progress', null);
      location.reload();
    });
  }
}
