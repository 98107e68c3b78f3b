/** What must hold of the chapters' files: pairs, anchors, and Markdown that renders as it was meant. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../content/chapters/', import.meta.url));
const names = (language: string) =>
  existsSync(`${folder}${language}`) ? readdirSync(`${folder}${language}`).filter((name) => name.endsWith('.mdx')) : [];
const text = (language: string, name: string) => readFileSync(`${folder}${language}/${name}`, 'utf8');

/** The text without fenced code. */
function prose(source: string): string {
  return source.replace(/^(```+)[\s\S]*?^\1\s*$/gm, '');
}

function anchors(source: string): string[] {
  return [...prose(source).matchAll(/^#{2,3} .*?(?:\{#([\w-]+)\})?\s*$/gm)].map(
    (match) => match[1] ?? `none: ${match[0]}`,
  );
}

/** Components with what is not prose in them: the same labs, transcripts and code must stand in both languages. */
function pieces(source: string, component: string): string[] {
  return [...source.matchAll(new RegExp(`<${component}\\b[^>]*?\\bprogram="([^"]+)"`, 'g'))].map((match) => match[1]!);
}

test('every chapter exists in both languages', () => {
  expect(names('zh')).toEqual(names('en'));
});

describe.each(names('en').filter((name) => names('zh').includes(name)))('%s', (name) => {
  test('its sections carry the same anchors in both languages', () => {
    expect(anchors(text('en', name)).filter((anchor) => anchor.startsWith('none:'))).toEqual([]);
    expect(anchors(text('zh', name))).toEqual(anchors(text('en', name)));
  });

  test.each(['Lab', 'Transcript', 'Code'])('it shows the same programs in both languages: %s', (component) => {
    expect(pieces(text('zh', name), component)).toEqual(pieces(text('en', name), component));
  });

  test('its first-level heading comes from the front matter alone', () => {
    for (const language of ['en', 'zh']) expect(prose(text(language, name))).not.toMatch(/^# /m);
  });
});
