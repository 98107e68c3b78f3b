/**
 * The language switch keeps the reader's place: it leads to the same section of the other language's page, as far into
 * it as the reader was. Both languages share their anchors.
 */
const key = 'glass:place';

interface Place {
  id: string;
  /** How far the window's top edge is into the section, as a share of its height. */
  share: number;
}

function anchors(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.prose :is(h2, h3)[id]')];
}

/** Top of an anchor and of the one after it, in page pixels. */
function span(all: HTMLElement[], index: number): { top: number; height: number } {
  const y = (element: HTMLElement | undefined) =>
    element ? element.getBoundingClientRect().top + scrollY : document.documentElement.scrollHeight;
  const top = y(all[index]);
  return { top, height: Math.max(y(all[index + 1]) - top, 1) };
}

function place(): Place | undefined {
  const all = anchors();
  const index = all.findLastIndex((heading) => heading.getBoundingClientRect().top <= 48);
  const heading = all[index];
  if (!heading) return undefined;
  const { top, height } = span(all, index);
  return { id: heading.id, share: Math.max(0, (scrollY - top) / height) };
}

function restore(): void {
  const kept = sessionStorage.getItem(key);
  if (!kept) return;
  sessionStorage.removeItem(key);
  const { id, share } = JSON.parse(kept) as Place;
  const all = anchors();
  const index = all.findIndex((heading) => heading.id === id);
  if (index < 0) return;
  const { top, height } = span(all, index);
  scrollTo({ top: top + share * height, behavior: 'instant' });
}

/** After this the switch carries the place along, and a place carried here is taken up. */
export function keepPlace(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-language-switch]');
  link?.addEventListener('click', () => {
    const here = place();
    link.hash = here?.id ?? '';
    try {
      if (here) sessionStorage.setItem(key, JSON.stringify(here));
    } catch {
      // The section's anchor alone carries the place.
    }
  });
  try {
    if (document.readyState === 'complete') restore();
    else addEventListener('load', () => requestAnimationFrame(restore));
  } catch {
    // A browser without session storage starts at the anchor.
  }
}
