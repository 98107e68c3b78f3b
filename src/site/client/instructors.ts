/** What the instructors' page does in the browser: the site's own address in the code, and buttons that copy it. */
import { siteRoot } from './root.ts';

const EXAMPLE = 'https://book.example/';

/** Puts the address of this site where an example stands; one that was known when the site was built stays. */
function addressCode(): void {
  const root = siteRoot().href;
  for (const code of document.querySelectorAll('[data-addressed] code, [data-address]')) {
    code.textContent = (code.textContent ?? '').replaceAll(EXAMPLE, root);
  }
  for (const note of document.querySelectorAll<HTMLElement>('[data-address-unknown]')) note.hidden = true;
  for (const note of document.querySelectorAll<HTMLElement>('[data-address-known]')) note.hidden = false;
}

function addButtons(): void {
  const { copy = '', copied = '' } = document.querySelector<HTMLElement>('[data-copy-words]')?.dataset ?? {};
  const said = document.querySelector('[data-copy-said]');
  for (const pre of document.querySelectorAll<HTMLElement>('pre[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = copy;
    const label = pre.parentElement?.querySelector('figcaption')?.textContent;
    if (label) button.setAttribute('aria-label', `${copy}: ${label}`);
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(pre.textContent ?? '').then(
        () => {
          button.textContent = copied;
          if (said) said.textContent = copied;
          setTimeout(() => {
            button.textContent = copy;
            if (said) said.textContent = '';
          }, 2000);
        },
        () => getSelection()?.selectAllChildren(pre),
      );
    });
    pre.after(button);
  }
}

addressCode();
addButtons();
