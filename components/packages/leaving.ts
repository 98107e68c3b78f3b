/**
 * Tells the course when the page is hidden or left. A page that is only turned to the other language goes on with the same session;
 * one that is loaded again does not, for no browser tells a page that from being closed.
 */
import type { PackageHost } from '@/lab/packages/scorm-host.ts';
import { rememberLanguage } from './course.ts';

/** How the page is being left. */
export interface Way {
  isTurning: boolean;
}

/** A click that goes to the link's page here; with a key held it opens elsewhere, and this page stays. */
function goesHere({ button, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented }: MouseEvent): boolean {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey && !defaultPrevented;
}

/** Watches until the result is called. */
export function watchLeaving(host: PackageHost, way: Way): () => void {
  const onTurn = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-turn]') : undefined;
    if (!link || !goesHere(event)) return;
    way.isTurning = true;
    rememberLanguage(link.lang);
  };
  const onHide = () => (way.isTurning ? host.flush() : host.leave());
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) location.reload();
  };
  const onHidden = () => {
    if (document.visibilityState === 'hidden') host.flush();
  };
  document.addEventListener('click', onTurn);
  document.addEventListener('visibilitychange', onHidden);
  addEventListener('pagehide', onHide);
  addEventListener('pageshow', onShow);
  return () => {
    document.removeEventListener('click', onTurn);
    document.removeEventListener('visibilitychange', onHidden);
    removeEventListener('pagehide', onHide);
    removeEventListener('pageshow', onShow);
  };
}
