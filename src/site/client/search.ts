/** The search window: Pagefind's index, loaded when the window is first opened, shown in our own way. */
import { siteRoot } from './root.ts';

interface Found {
  url: string;
  excerpt: string;
  meta: { title?: string };
  sub_results: { url: string; title: string; excerpt: string }[];
}

interface Pagefind {
  options(options: { excerptLength: number; baseUrl: string }): Promise<void>;
  debouncedSearch(query: string): Promise<{ results: { data(): Promise<Found> }[] } | null>;
}

const shown = 12;
let loading: Promise<Pagefind> | undefined;

async function load(): Promise<Pagefind> {
  const address = new URL('pagefind/pagefind.js', siteRoot()).href;
  const pagefind = (await import(/* @vite-ignore */ address)) as Pagefind;
  await pagefind.options({ excerptLength: 24, baseUrl: siteRoot().pathname });
  return pagefind;
}

/** A result's address with the file spelt out, for hosts that serve no directory index. */
function fileAddress(url: string): string {
  const address = new URL(url, siteRoot());
  if (address.pathname.endsWith('/')) address.pathname += 'index.html';
  return address.href;
}

/** Pagefind marks hits with <mark>; everything else of an excerpt is text. */
function excerptOf(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const parsed = new DOMParser().parseFromString(html, 'text/html').body;
  for (const node of parsed.childNodes) {
    if (node.nodeName === 'MARK') {
      const mark = document.createElement('mark');
      mark.textContent = node.textContent;
      fragment.append(mark);
    } else fragment.append(node.textContent ?? '');
  }
  return fragment;
}

/** A section of a page says which page it is of: many chapters have a “Today”. */
function row(url: string, title: string, excerpt: string, page: string): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = fileAddress(url);
  const name = document.createElement('strong');
  name.textContent = title.replace(/\s*#$/, '');
  if (page !== title) {
    const where = document.createElement('small');
    where.textContent = page;
    name.append(' ', where);
  }
  const text = document.createElement('p');
  text.append(excerptOf(excerpt));
  link.append(name, text);
  item.append(link);
  return item;
}

export function enableSearch(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.search');
  const button = document.querySelector<HTMLButtonElement>('[data-search-open]');
  const input = dialog?.querySelector<HTMLInputElement>('input');
  const status = dialog?.querySelector<HTMLElement>('.search-status');
  const list = dialog?.querySelector<HTMLOListElement>('.search-results');
  if (!dialog || !button || !input || !status || !list) return;

  const search = async () => {
    const query = input.value.trim();
    if (query === '') {
      list.replaceChildren();
      status.textContent = '';
      return;
    }
    try {
      loading ??= load();
      const pagefind = await loading;
      const found = await pagefind.debouncedSearch(query);
      if (!found || input.value.trim() !== query) return;
      const pages = await Promise.all(found.results.slice(0, shown).map((result) => result.data()));
      const rows = pages.flatMap((page) =>
        (page.sub_results.length > 0 ? page.sub_results : [{ ...page, title: page.meta.title ?? '' }])
          .slice(0, 4)
          .map((part) => row(part.url, part.title, part.excerpt, page.meta.title ?? part.title)),
      );
      list.replaceChildren(...rows.slice(0, shown));
      status.textContent = rows.length === 0 ? `${status.dataset['none']} ${query}` : '';
    } catch {
      loading = undefined;
      status.textContent = status.dataset['failed'] ?? '';
    }
  };

  const open = () => {
    dialog.showModal();
    input.select();
    loading ??= load();
    loading.catch(() => {
      loading = undefined;
    });
  };
  button.hidden = false;
  button.addEventListener('click', open);
  input.addEventListener('input', search);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      list.querySelector<HTMLAnchorElement>('a')?.click();
    }
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  list.addEventListener('click', () => dialog.close());
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!dialog.open) open();
  });
}
