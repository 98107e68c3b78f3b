/** A command line's mistake: its text is printed where the command's output would stand. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Ends the command with a message for the reader. */
export function refuse(message: string): never {
  throw new CommandError(message);
}
