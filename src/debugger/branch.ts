/** `.if (condition) { commands } [.else { commands }]` and `j (condition) 'commands' ; 'commands'`: which commands are meant. */

export interface Branch {
  readonly condition: string;
  readonly taken: string;
  readonly otherwise: string;
}

/** The parts of a branching command, or undefined when `piece` is something else. */
export function branchOf(piece: string): Branch | undefined {
  const block = /^\.if\s*(\(.*?\))\s*\{([^}]*)\}(?:\s*\.else\s*\{([^}]*)\})?\s*$/s.exec(piece);
  if (block) return { condition: block[1] ?? '', taken: block[2] ?? '', otherwise: block[3] ?? '' };
  const jump = /^j\s*(\(.*?\)|\S+)\s*'([^']*)'\s*[;,]?\s*(?:'([^']*)')?\s*$/s.exec(piece);
  return jump ? { condition: jump[1] ?? '', taken: jump[2] ?? '', otherwise: jump[3] ?? '' } : undefined;
}
