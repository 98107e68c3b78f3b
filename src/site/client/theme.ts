/** The button for the page's colours: as the system, light, dark, and round again. */
import { write } from './store.ts';

const order = ['system', 'light', 'dark'] as const;

export function enableThemeSwitch(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const root = document.documentElement;
    const now = order.indexOf((root.dataset['theme'] ?? 'system') as (typeof order)[number]);
    const next = order[(now + 1) % order.length]!;
    if (next === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = next;
    write('theme', next === 'system' ? null : next);
  });
}
