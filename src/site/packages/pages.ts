/**
 * The pages of a package, made from the site's own pages for frames: they say which package they are in, lose what leads to the rest of the book, and,
 * for cmi5 alone, may speak to the course's record store, whose address nobody knows beforehand.
 */
import { exercisesOf, type PackagePlan, type PackedExercise, pageIn, type Standard } from './plan.ts';

const attribute = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A page of the built site as it lies in a package. Throws when it is not the page that this file knows. */
export function packagedPage(html: string, name: string, standard: Standard, plan: PackagePlan): string {
  const other = plan.languages.length > 1 ? otherPage(html, name) : undefined;
  const meta = [
    `<meta name="glass-package" content="${standard}" data-pass="${plan.pass}"`,
    plan.seed === undefined ? '' : ` data-seed="${plan.seed}"`,
    other === undefined ? '' : ` data-other="${other}"`,
    '>',
  ].join('');
  const marked = replaced(html, /<meta name="viewport"/, `${meta}<meta name="viewport"`, 'a viewport');
  const inside = marked
    .replace(/<link rel="(?:manifest|canonical|alternate)"[^>]*>/g, '')
    .replace(/(class="embed-foot">(?:(?!<\/p>|<\/footer>)[\s\S])*?)<a [^>]*>[\s\S]*?<\/a>/, '$1')
    .replace(/<a (?:[^>]* )?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g, (link, address: string, text: string) =>
      /^(?:#|https?:)/.test(address) ? link : text,
    );
  if (standard !== 'cmi5') return inside;
  return replaced(inside, /connect-src 'self'/, "connect-src 'self' https: http:", 'a policy for connections');
}

function replaced(html: string, what: RegExp, by: string, called: string): string {
  if (!what.test(html)) throw new Error(`a page for frames has no ${called}`);
  return html.replace(what, by);
}

/** The page in the other language, as seen from this one. */
function otherPage(html: string, name: string): string {
  return /<html lang="zh/.test(html) ? `../../../${pageIn(name, 'en')}` : `../../${pageIn(name, 'zh')}`;
}

/** The page that a course opens when a package speaks both languages: on to the one that the learner reads. */
export function launchPage({ name, title }: PackedExercise): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${attribute(title.en)} · ${attribute(title.zh)}</title>
    <meta http-equiv="content-security-policy" content="default-src 'none'; img-src 'self'; script-src 'self'; form-action 'none'">
    <link rel="icon" href="favicon.svg" type="image/svg+xml">
    <script src="launch.js" defer></script>
  </head>
  <body>
    <p><a href="${pageIn(name, 'en')}" lang="en" hreflang="en">${attribute(title.en)}</a></p>
    <p><a href="${pageIn(name, 'zh')}" lang="zh-CN" hreflang="zh">${attribute(title.zh)}</a></p>
  </body>
</html>
`;
}

/** The script of these pages: what was chosen before, or the first language of the browser's that the package has. */
export const launchScript = `(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('glass:package-language');
  } catch {}
  const wanted = [chosen, ...navigator.languages].map((language) => (language ?? '').slice(0, 2).toLowerCase());
  const links = [...document.querySelectorAll('a')];
  for (const link of links) link.search = location.search;
  const found = wanted.map((language) => links.find((link) => link.hreflang === language)).find(Boolean);
  location.replace((found ?? links[0]).href);
})();
`;

/** The names of the site's pages in a package, with the exercise that each is of. */
export function sitePages(plan: PackagePlan): { readonly file: string; readonly exercise: PackedExercise }[] {
  return exercisesOf(plan).flatMap((exercise) =>
    plan.languages.map((language) => ({ file: pageIn(exercise.name, language), exercise })),
  );
}
