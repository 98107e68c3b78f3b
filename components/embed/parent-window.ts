/**
 * The window around a frame: the one place that sends to it and listens to it. Only what this very window says is heard; what it is
 * allowed to say is checked by who listens.
 */

/** The page's origin, as soon as it has said something. Before, whoever put the frame there is told: it is where the learner is. */
let origin = '*';

/** True when this page stands in another one. */
export function isFramed(): boolean {
  return window.parent !== window;
}

export function postToParent(message: object): void {
  if (!isFramed()) return;
  try {
    window.parent.postMessage(message, origin);
  } catch {
    // A page that cannot be told is not told.
  }
}

/** Calls `receive` with each message of the window around the frame. */
export function hearParent(receive: (data: unknown) => void): void {
  if (!isFramed()) return;
  addEventListener('message', (event) => {
    if (event.source !== window.parent) return;
    if (/^https?:/.test(event.origin)) origin = event.origin;
    receive(event.data);
  });
}

const start = crypto.getRandomValues(new Uint32Array(2)).join('-');
let count = 0;

/** A name for a message that no other message has. */
export function newMessageId(): string {
  count++;
  return `${start}-${count}`;
}
