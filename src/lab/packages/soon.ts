/** When work that goes on is kept: soon after the last change, and now and then in the midst of long typing. */
const QUIET_MS = 1500;
const LONGEST_MS = 5000;

export interface Soon {
  /** Something has changed: `work` is done when it has been quiet for a moment, or when the first change has waited long enough. */
  changed(): void;
  /** It is done, or not wanted any more. */
  stop(): void;
}

/** Does `work` soon after each change. */
export function soon(work: () => void): Soon {
  let waitingSince = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    waitingSince = 0;
  };
  const changed = () => {
    const now = Date.now();
    waitingSince ||= now;
    clearTimeout(timer);
    timer = setTimeout(work, Math.max(0, Math.min(QUIET_MS, waitingSince + LONGEST_MS - now)));
  };
  return { changed, stop };
}
