/** What each page does in the browser: colours, language switch, search, progress, and the copy for offline use. */
import { keepPlace } from './place.ts';
import { rememberProgress, showProgress } from './progress.ts';
import { siteRoot } from './root.ts';
import { enableSearch } from './search.ts';
import { enableThemeSwitch } from './theme.ts';

enableThemeSwitch();
keepPlace();
rememberProgress();
showProgress();
enableSearch();
showSharedLab();

/** A link to a run, `#lab-name=…`, names no element as it stands: the lab is brought into view, which starts it. */
function showSharedLab(): void {
  const id = /^#(lab-[^=]+)=/.exec(location.hash)?.[1];
  if (id) document.getElementById(id)?.scrollIntoView();
}

/** The offline copy is fetched once the page is quiet, and not at all for readers who save data. */
function keepForOffline(): void {
  const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
  if (import.meta.env.DEV || saving || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(new URL('service-worker.js', siteRoot())).catch(() => {});
}

addEventListener('load', () => {
  if ('requestIdleCallback' in window) requestIdleCallback(keepForOffline, { timeout: 4000 });
  else setTimeout(keepForOffline, 1500);
});
