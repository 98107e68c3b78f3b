/** Cutting a line into commands at its semicolons, but for those inside quotes, braces and parentheses. */
export function splitCommands(line: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let depth = 0;
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && '{('.includes(character)) depth++;
    if (!isQuoted && '})'.includes(character)) depth--;
    if ((character === ';' && !isQuoted && depth <= 0) || character === '\n') {
      pieces.push(piece);
      piece = '';
    } else piece += character;
  }
  pieces.push(piece);
  return pieces.map((text) => text.trim()).filter((text) => text !== '' && !text.startsWith('*'));
}

/** Cuts at blanks, but for those inside quotes, parentheses and braces; quotes are kept. */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|\s+|./gs)) {
    if ('{('.includes(piece)) depth++;
    if ('})'.includes(piece)) depth--;
    if (depth > 0 || piece.trim() !== '') word += piece;
    else if (word !== '') words.push(word);
    if (depth <= 0 && piece.trim() === '') word = '';
  }
  return word === '' ? words : [...words, word];
}

/** The text between quotes with \" and \\ undone; undefined when `text` is not quoted. */
export function unquoted(text: string): string | undefined {
  return /^"(.*)"$/s.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1');
}
