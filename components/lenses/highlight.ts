/** C in colours for the Source lens: a small scanner, because the page's highlighter works only when the book is built. */
const KEYWORDS = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register return short signed ' +
    'sizeof static struct switch typedef union unsigned void volatile while __try __except __finally __leave __declspec __stdcall __cdecl ' +
    '__fastcall __asm __int64 __forceinline WINAPI new delete bool true false'
  ).split(' '),
);

const TOKEN =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|^[ \t]*#[ \t]*\w+|\b\d[\w.]*|\b[A-Za-z_]\w*(?=\s*\()|\b[A-Za-z_]\w*/gm;

const cache = new Map<string, readonly string[]>();

/** The lines of `text` as HTML: everything escaped, tokens in spans with the book's token classes. */
export function highlightC(text: string): readonly string[] {
  const known = cache.get(text);
  if (known) return known;
  let html = '';
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    html += escaped(text.slice(at, match.index)) + marked(match[0], text[match.index + match[0].length] === '(');
    at = match.index + match[0].length;
  }
  const lines = (html + escaped(text.slice(at))).split('\n');
  if (cache.size > 40) cache.clear();
  cache.set(text, lines);
  return lines;
}

/** A token in its span; one that spans lines gets a span in each. */
function marked(token: string, isCall: boolean): string {
  const kind = kindOf(token, isCall);
  if (!kind) return escaped(token);
  return token
    .split('\n')
    .map((part) => `<span class="tk-${kind}">${escaped(part)}</span>`)
    .join('\n');
}

function kindOf(token: string, isCall: boolean): string | undefined {
  if (/^\/[/*]/.test(token)) return 'comment';
  if (/^["']/.test(token)) return 'string';
  if (/^\s*#/.test(token)) return 'keyword';
  if (/^\d/.test(token)) return 'constant';
  if (KEYWORDS.has(token)) return 'keyword';
  return isCall ? 'function' : undefined;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '');
}
