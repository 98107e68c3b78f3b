/**
 * oEmbed: what a page that is given the address of an exercise needs to show it in a frame. A static site has one answer for each
 * exercise, which the exercise's page names in its head.
 */
import { type Language, words } from '@/i18n/words.ts';
import { addressOf } from './book.ts';

/** A frame's width and height until its page has told its own. */
const WIDTH = 640;
const HEIGHT = 600;

/** Where the answer for an exercise lies, from the site's root. */
export function oembedAddress(language: Language, name: string): string {
  return `/oembed/${language}/${name}.json`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The answer. Where the site's address is not known, addresses are relative to the answer's own. */
export function oembedAnswer(language: Language, name: string, title: string, site: URL | undefined): object {
  const resolve = (address: string) => (site ? new URL(address.slice(1), site).href : `../..${address}index.html`);
  const source = resolve(addressOf(language, `embed/${name}`));
  const plain = title.replaceAll('`', '');
  const label = escaped(`${plain} · ${words(language).title}`);
  return {
    version: '1.0',
    type: 'rich',
    title: plain,
    provider_name: words(language).title,
    provider_url: resolve(addressOf(language)),
    cache_age: 86_400,
    width: WIDTH,
    height: HEIGHT,
    html: `<iframe src="${escaped(source)}" title="${label}" width="${WIDTH}" height="${HEIGHT}" style="width:100%;max-width:64rem;border:0" allow="clipboard-write" loading="lazy"></iframe>`,
  };
}
