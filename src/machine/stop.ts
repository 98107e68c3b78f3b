/** Why `Machine.run` came back. */
export type Stop =
  /** The position that was asked for is reached. */
  | { readonly kind: 'limit' }
  /** A probe wanted to stop before the instruction at `address`. */
  | { readonly kind: 'probe'; readonly address: number; readonly processor: number }
  /** `afterEach` wanted to stop. */
  | { readonly kind: 'asked' }
  /** The instruction before made an access that was watched for. */
  | { readonly kind: 'watch'; readonly address: number; readonly wrote: boolean; readonly processor: number }
  /** The program ended. */
  | { readonly kind: 'exit'; readonly code: number; readonly reason?: string }
  /** All threads wait, and one of them for console input. */
  | { readonly kind: 'input' }
  /** All threads wait for what can never come. */
  | {
      readonly kind: 'deadlock' /** Ids of threads that wait for each other in a ring. */;
      readonly cycle?: readonly number[];
    }
  /** An exception that the debugger is told of. */
  | { readonly kind: 'debug'; readonly code: number; readonly address: number; readonly first: boolean }
  /** A budget is used up. */
  | { readonly kind: 'budget'; readonly what: 'instructions' | 'memory' | 'trace' };
