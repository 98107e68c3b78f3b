/**
 * What each page for frames does: it keeps readers from typing too early, tells its height, and scrolls by itself only where the page around it does not give it that height.
 *
 * The content's box is measured, not the document, which is never lower than the frame: a frame that is given more than it asked
 * for must not ask for more.
 */
import { FrameHeight } from '@/lab/embedding/frame-height.ts';
import { hearParent, isFramed, newMessageId, postToParent } from './parent-window.ts';

/** How long the page around the frame may take to follow. */
const PATIENCE = 600;

function tellHeight(content: HTMLElement): void {
  const height = new FrameHeight(content.dataset['embed'] ?? '', postToParent, newMessageId);
  const root = document.documentElement;
  let wanted = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    clearTimeout(timer);
    if (innerHeight >= wanted) root.dataset['frame'] = 'fits';
    else if (root.dataset['frame'] === 'fits') timer = setTimeout(() => delete root.dataset['frame'], PATIENCE);
  };
  const measure = () => {
    // A lab in the full window lies above the content and leaves the frame as it is.
    if (document.querySelector('.lab-live.full')) return;
    wanted = Math.floor(content.getBoundingClientRect().height);
    height.measured(content.getBoundingClientRect().height);
    settle();
  };
  hearParent((data) => height.receive(data));
  height.start();
  new ResizeObserver(measure).observe(content);
  addEventListener('resize', settle);
  measure();
}

/** What is typed before the exercise has its state would be lost: until its island has come it cannot be worked on. */
for (const part of document.querySelectorAll('astro-island[ssr] :is(.exercise-answer, .exercise-actions)'))
  part.setAttribute('inert', '');

const content = document.querySelector<HTMLElement>('[data-embed]');
if (content && isFramed()) tellHeight(content);
