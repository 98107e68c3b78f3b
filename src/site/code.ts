/**
 * How code is coloured, in Markdown fences and in the book's own components alike: Shiki with a theme of CSS variables.
 *
 * What must hold: the HTML carries classes (`tk-keyword`), never a style attribute, which the content security
 * policy would refuse; the colours for light and dark stand in styles/code.css.
 */
import { createCssVariablesTheme, createHighlighter, type HighlighterGeneric, type LanguageRegistration } from 'shiki';

export const codeTheme = createCssVariablesTheme({ name: 'glass', variablePrefix: '--tk-', variableDefaults: {} });

interface Element {
  properties: Record<string, unknown>;
}

/** Turns the style that Shiki writes on each token into a class, and drops the one on the whole block. */
export const codeTransformer = {
  name: 'glass-classes',
  span(node: Element): void {
    const name = /--tk-token-([\w-]+)|--tk-([\w-]+)/.exec(String(node.properties['style'] ?? ''));
    delete node.properties['style'];
    const kind = name?.[1] ?? name?.[2];
    if (kind && kind !== 'foreground') node.properties['class'] = `tk-${kind}`;
  },
  pre(node: Element): void {
    delete node.properties['style'];
    node.properties['tabindex'] = '0';
  },
};

/** WinDbg's prompt, commands, module!symbol names, addresses and field rows. */
export const windbg: LanguageRegistration = {
  name: 'windbg',
  scopeName: 'source.windbg',
  patterns: [
    { match: '^\\d+(?::\\d+)?:?(?:kd)?> ?', name: 'punctuation.definition' },
    { match: '(?<=> )[!.]?[a-zA-Z][\\w.]*', name: 'keyword.control' },
    { match: '\\b[A-Za-z_]\\w*!(?:[A-Za-z_~][\\w:~<>]*|operator [\\w\\[\\]]+)', name: 'entity.name.function' },
    { match: '\\+0x[0-9a-fA-F]+', name: 'constant.numeric' },
    { match: '\\b0[xn][0-9a-fA-F]+\\b', name: 'constant.numeric' },
    { match: '\\b[0-9a-fA-F]{8}\\b', name: 'constant.numeric' },
    { match: '"[^"]*"', name: 'string.quoted' },
    { match: '^\\*.*$|\\$\\$.*$', name: 'comment.line' },
  ],
  repository: {},
};

export type CodeLanguage = 'c' | 'cpp' | 'asm' | 'windbg' | 'text';

let highlighter: Promise<HighlighterGeneric<never, never>> | undefined;

/** The HTML of a piece of code, with `decorate` called for each line's number (from 1) to choose lines. */
export async function highlight(
  source: string,
  language: CodeLanguage,
  keep: (line: number) => boolean = () => true,
): Promise<string> {
  highlighter ??= createHighlighter({ themes: [codeTheme], langs: ['c', 'cpp', 'asm', windbg] }) as never;
  const shiki = await highlighter;
  return shiki.codeToHtml(source, {
    lang: language as never,
    theme: 'glass' as never,
    transformers: [
      codeTransformer,
      {
        name: 'glass-lines',
        line: (node: Element, line: number) => {
          node.properties['data-line'] = line;
        },
        code(node: { children: unknown[] }) {
          const lines = node.children.filter((child) => (child as { type: string }).type === 'element');
          const kept = lines.filter((_line, index) => keep(index + 1));
          node.children = kept.flatMap((line, index) => (index === 0 ? [line] : [{ type: 'text', value: '\n' }, line]));
        },
      },
    ] as never,
  });
}
